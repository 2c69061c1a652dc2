import { bilingual } from '../../shared/contracts/meaning.ts';
import type { ReportedState } from '../../shared/contracts/reported.ts';
import type { FleetChannel } from '../../shared/contracts/topics.ts';
import { clockTrust, trueTimeMs } from '../core/clock.ts';
import { type FleetContact, fleetContact, heardSentences } from '../core/fleet-contact.ts';
import { type Health, healthOf } from '../core/health.ts';
import { reportedState } from '../core/report.ts';
import { outOfService, outOfServiceWords } from '../core/service.ts';
import type { AgentParts } from './agent.ts';
import { nowOf } from './commit.ts';
import type { AgentState } from './state.ts';

/**
 * What a kiosk reports about itself: to the fleet, to /healthz and in the log. It reads the state
 * and changes nothing.
 */
export class AgentHealth {
  readonly #parts: AgentParts;
  readonly #state: AgentState;
  #unreadableMessages = 0;
  #contact: FleetContact = 'connecting';
  #reasons: string | null = null;

  constructor(parts: AgentParts, state: AgentState) {
    this.#parts = parts;
    this.#state = state;
  }

  health(): Health {
    const { facts, runtime } = this.#state;
    const loop = { unreadable: this.#unreadableMessages, plainLink: this.#parts.link.isPlain() };
    return healthOf(facts, runtime, nowOf(this.#parts.clock), loop);
  }

  reported(): ReportedState {
    const { facts, runtime } = this.#state;
    const { version, driver, rssBytes, clock, link } = this.#parts;
    const process = {
      version,
      driver: driver.name,
      dropped: driver.dropped,
      rssBytes: rssBytes(),
      plainLink: link.isPlain(),
    };
    return reportedState(facts, runtime, process, nowOf(clock));
  }

  /**
   * Counts a message from the fleet that could not be read, and logs the first of every hundred.
   */
  unreadableMessage(channel: FleetChannel): void {
    this.#unreadableMessages += 1;
    const count = this.#unreadableMessages;
    if (count % 100 === 1)
      this.#parts.observer.log('warn', 'a message from the fleet is unreadable · 服务器发来的一条消息无法识别', {
        channel,
        count,
      });
  }

  /** Logs whether the fleet hears this kiosk, each time that this has changed. */
  logContact(): void {
    const { facts, runtime } = this.#state;
    const contact = fleetContact(facts, runtime, { monoMs: this.#parts.clock.monoMs() });
    if (contact === this.#contact || contact === 'connecting') return;
    this.#contact = contact;
    const { zh, en } = heardSentences[contact];
    const level = contact === 'heard' ? 'info' : 'warn';
    this.#parts.observer.log(level, `${en} · ${zh}`, { fleet: contact, reason: runtime.link.reason });
  }

  /** Logs why the kiosk gives nothing out, and that it does again, each time this has changed. */
  logService(): void {
    const { facts, runtime } = this.#state;
    const reasons = outOfService(facts, runtime);
    const key = reasons.join();
    if (key === this.#reasons) return;
    this.#reasons = key;
    if (reasons.length === 0) return this.#parts.observer.log('info', 'boxes are given out · 正常发放');
    const words = reasons.map((reason) => outOfServiceWords[reason]);
    const why = bilingual(words.map(({ en }) => en).join('; '), words.map(({ zh }) => zh).join('；'));
    this.#parts.observer.log('warn', `nothing is given out: ${why.en} · 暂停发放：${why.zh}`, { reasons });
  }

  /**
   * Logs at the start if the clock cannot be right, because a technician reads the log then. The
   * computer has no clock battery and no network yet.
   */
  logClock(): void {
    const { runtime } = this.#state;
    const now = nowOf(this.#parts.clock);
    if (clockTrust(runtime.clock, now) !== 'doubtful') return;
    const [says, floor] = [now.at, trueTimeMs(runtime.clock, now)].map((at) => new Date(at).toISOString());
    const message =
      'the clock cannot be right, and the fleet has not sent the time yet · 时钟不可信，服务器尚未发来时间';
    this.#parts.observer.log('warn', message, { says, takenFor: floor });
  }
}
