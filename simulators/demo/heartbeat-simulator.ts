import { readAccount } from '../../fleet/ledger/account-text.ts';
import type { BrokerEvents } from '../../fleet/ports/broker.ts';
import type { FleetStore } from '../../fleet/ports/fleet-store.ts';
import type { MachineId } from '../../shared/contracts/ids.ts';
import type { KioskChannel } from '../../shared/contracts/topics.ts';
import type { Chain } from '../../shared/ledger/chain.ts';
import { DemoLedger, forkedBatch } from './ledger.ts';
import { MachineLife } from './life.ts';
import type { DemoMachine } from './machine.ts';
import { stateOf } from './state.ts';

/** The heartbeat interval of every machine [MQTT contract, presence]. */
const heartbeatMs = 60_000;
/** The simulator's own step: each time, the machines that are due send something. */
const stepMs = 250;

/** The simulator's state of a seeded machine. */
interface Voice {
  readonly machine: DemoMachine;
  /** Null until its books were read from the fleet's store. */
  ledger: DemoLedger | null;
  life: MachineLife | null;
  /** When it sends next, ms since 1970. */
  dueAt: number;
  connection: number;
  /** The last line that was reported as stock. */
  reported: number;
  sent: boolean;
}

/** The parts that the heartbeat simulator depends on. */
export interface HeartbeatSimulatorParts {
  readonly store: Pick<FleetStore, 'account' | 'mark'>;
  readonly service: BrokerEvents;
  readonly chain: Chain;
  readonly seed: number;
  readonly warn: (text: string) => void;
}

/**
 * Sends for the seeded machines, so that they don't all become silent: heartbeats, reported stock,
 * and the boxes that they continue to give out. They have no agent and no connection: the messages
 * are passed to the fleet's link as if a broker had delivered them. What happened while the demo
 * was off is added at the next start.
 */
export class HeartbeatSimulator {
  readonly #parts: HeartbeatSimulatorParts;
  readonly #voices = new Map<string, Voice>();
  #timer: NodeJS.Timeout | null = null;
  #working: Promise<void> | null = null;

  constructor(parts: HeartbeatSimulatorParts) {
    this.#parts = parts;
  }

  get speaking(): number {
    return this.#voices.size;
  }

  /** Adds machines that are registered and whose lines are folded: they send from now on. */
  add(machines: readonly DemoMachine[], now: number): void {
    for (const [at, machine] of machines.entries()) {
      if (machine.until !== null) continue;
      // The machines of a group send one after the other, and from then on each once a minute.
      const dueAt = now + (at % 240) * stepMs;
      const voice = { machine, ledger: null, life: null, dueAt, connection: 0, reported: -1, sent: false };
      this.#voices.set(machine.machine, voice);
    }
  }

  start(): void {
    this.#timer ??= setInterval(() => {
      this.#working ??= this.#step(Date.now())
        .catch((error: unknown) => this.#parts.warn(`the heartbeat simulator failed: ${String(error)}`))
        .finally(() => {
          this.#working = null;
        });
    }, stepMs);
  }

  async stop(): Promise<void> {
    if (this.#timer) clearInterval(this.#timer);
    this.#timer = null;
    await this.#working;
  }

  async #step(now: number): Promise<void> {
    for (const voice of this.#voices.values()) {
      if (voice.dueAt > now) continue;
      voice.dueAt = now + heartbeatMs;
      await this.#speak(voice, now);
      if (!this.#timer) return;
    }
  }

  async #speak(voice: Voice, now: number): Promise<void> {
    const { machine } = voice;
    const troubled = now >= machine.troubleFrom && now < machine.troubleUntil;
    if (troubled && machine.trouble === 'offline') return;
    if (machine.suspensions.some(({ reason, until }) => reason === 'no-power' && until === null)) return;
    const ledger = await this.#ledgerOf(voice);
    if (!ledger) return;
    voice.life?.writeUntil(now);
    const say = (channel: KioskChannel, text: string): void =>
      this.#parts.service.message(machine.machine, channel, text, Buffer.byteLength(text));
    if (voice.connection === 0 || (troubled && machine.trouble === 'identity-twice')) {
      // One identity used twice: its connections keep disconnecting each other.
      voice.connection += 1;
      this.#parts.service.connected(machine.machine, voice.connection);
    }
    say('presence', JSON.stringify(this.#presence(voice, ledger, now, troubled)));
    const batches = ledger.takeBatches();
    for (const batch of batches) say('events', batch);
    voice.sent = batches.length > 0;
    if (troubled && machine.trouble === 'fork' && voice.reported === -1) say('events', forkedBatch(ledger));
    if (voice.reported === ledger.seq) return;
    voice.reported = ledger.seq;
    say('state', JSON.stringify(stateOf(machine, ledger, now, troubled)));
  }

  #presence({ machine }: Voice, ledger: DemoLedger, now: number, troubled: boolean) {
    const { run, seq: last, books } = ledger;
    const offMs = troubled && machine.trouble === 'clock-wrong' ? 19 * 86_400_000 : 0;
    const up = Math.max(0, now - ledger.bootAt);
    return { online: true, run, at: now + offMs, up, ledger: ledger.ledger, last, config: books.configVersion };
  }

  /**
   * The ledger as the fleet has it, and the lines since. It is read again if the fleet did not
   * accept the last batches.
   */
  async #ledgerOf(voice: Voice): Promise<DemoLedger | null> {
    const { store, chain, seed } = this.#parts;
    const { machine } = voice.machine;
    if (voice.ledger && voice.sent) {
      const { through } = await store.mark(machine, voice.ledger.ledger);
      if (through !== voice.ledger.seq) voice.ledger = null;
    }
    if (voice.ledger === null) {
      voice.ledger = await standing(store, chain, machine);
      voice.life = voice.ledger && new MachineLife(voice.machine, seed, voice.ledger);
    }
    return voice.ledger;
  }
}

async function standing(
  store: Pick<FleetStore, 'account' | 'mark'>,
  chain: Chain,
  machine: MachineId,
): Promise<DemoLedger | null> {
  const { ledger, seq, books, clocks } = readAccount(await store.account(machine));
  if (ledger === null || clocks.last === null) return null;
  const { through, head } = await store.mark(machine, ledger);
  // Not folded up to the mark yet: it sends a minute later.
  if (through !== seq) return null;
  const { run, at: lastAt, up } = clocks.last;
  return new DemoLedger(chain, { ledger, seq, head, books, lastAt, run, bootAt: lastAt - up });
}
