import { randomUUID } from 'node:crypto';
import { type MqttLink, mqttLink } from '../../device/adapters/mqtt-link.ts';
import type { SqliteLedger } from '../../device/adapters/sqlite-ledger.ts';
import type { Agent } from '../../device/agent/agent.ts';
import { createAgent } from '../../device/agent/create-agent.ts';
import { createDriver, firstMessageId } from '../../device/board/catalogue.ts';
import type { Reply } from '../../device/core/reply.ts';
import { fixedAccess } from '../../device/identity/link-access.ts';
import type { BoardName } from '../../shared/config/boards.ts';
import type { MachineId, ProductCode, RequestId } from '../../shared/contracts/ids.ts';
import type { PlannedLane } from '../../shared/contracts/plan.ts';
import type { KioskChannel } from '../../shared/contracts/topics.ts';
import type { BoardState } from '../board/state-dir.ts';
import type { CabinetSite } from '../cabinet/cabinet-site.ts';
import type { Alarm, VirtualClock } from '../clock/virtual-clock.ts';
import type { Counts } from './counts.ts';
import { newLedgerId, openKioskLedger, openKioskSite, openKioskState } from './kiosk-state.ts';

/** The options of a simulated kiosk. */
export interface KioskOptions {
  readonly clock: VirtualClock;
  readonly machine: MachineId;
  readonly secret: string;
  readonly mqttUrl: string;
  readonly driver: BoardName;
  readonly lanes: readonly PlannedLane[];
  readonly seed: number;
  /** The kiosk's clock at virtual 0, ms since 1970. */
  readonly clockAtMs: number;
  /** A folder for its SQLite ledger; null: in memory. */
  readonly dataDir: string | null;
  /**
   * Called when the kiosk begins to wait for the network (something was sent or requested), and
   * when everything has been answered.
   */
  readonly owed: (kiosk: SimulatedKiosk, owed: boolean) => void;
  readonly counts: Counts;
}

/**
 * A real agent with a real ledger and a real MQTT link; its board, its cabinet and its time are
 * simulated.
 */
export class SimulatedKiosk {
  readonly machine: MachineId;
  readonly agent: Agent;
  readonly ledger: SqliteLedger;
  readonly site: CabinetSite;
  readonly lanes: readonly PlannedLane[];
  readonly #options: KioskOptions;
  readonly #link: MqttLink;
  readonly #waiting = new Map<number, (reply: Reply) => void>();
  readonly #state: BoardState;
  readonly #alarm: Alarm;
  #wake: () => void = () => {};
  #ticket = 0;
  #opened = false;
  #connected = false;

  constructor(options: KioskOptions) {
    const { clock, machine, lanes, dataDir, seed } = options;
    this.#options = options;
    this.machine = machine;
    this.lanes = lanes;
    this.ledger = openKioskLedger(machine, dataDir);
    this.#state = openKioskState(dataDir);
    this.site = openKioskSite({ ...options, state: this.#state });
    this.site.host = {
      received: (bytes) => {
        if (this.#opened) this.agent.line.received(bytes);
      },
    };
    this.#alarm = clock.alarm(() => this.#wake());
    this.#link = this.#connection();
    this.agent = createAgent({
      store: this.ledger,
      driver: createDriver(options.driver, {}, firstMessageId(seed)),
      line: this.#line(),
      link: this.#watchedLink(),
      clock: this.#clock(),
      observer: {
        reply: (ticket, reply) => {
          this.#waiting.get(ticket)?.(reply);
          this.#waiting.delete(ticket);
        },
        recorded: () => {},
        log: () => {},
        restart: () => {},
      },
      newLedgerId,
      newRequestId: () => randomUUID() as RequestId,
      machine,
      builtAtMs: 0,
      version: 'simulated',
      lanes,
      cause: this.ledger.begun,
      rssBytes: () => 0,
    });
    this.site.power(true);
  }

  start(): void {
    this.agent.start();
  }

  /** A citizen requests a product. */
  ask(product: ProductCode): void {
    const { counts } = this.#options;
    counts.asked += 1;
    const ticket = this.#wait((reply) => {
      if (reply.kind !== 'answer') counts.refused += 1;
      else if (reply.answer.outcome === 'issued') counts.issued += 1;
      else if (reply.answer.outcome === 'uncertain') counts.uncertain += 1;
      else counts.notIssued += 1;
    });
    this.agent.handle({ kind: 'dispense', ticket, request: randomUUID() as RequestId, want: { product } });
  }

  /**
   * A filler counts what is in doubt, clears jams, and fills all lanes: in the cabinet and in the
   * books.
   */
  fill(lot: string, expires: string): void {
    const state = this.agent.reported();
    const by = 'filler';
    const doubted = state.lanes.filter(({ uncertain }) => uncertain > 0);
    const counted = doubted.map(({ lane }) => ({ lane, stock: this.site.cabinet.lane(lane)?.boxes ?? 0 }));
    if (counted.length > 0) this.agent.handle({ kind: 'count', ticket: this.#wait(() => {}), by, lanes: counted });
    for (const { lane, state: what } of state.lanes)
      if (what === 'jam') this.agent.handle({ kind: 'clear', ticket: this.#wait(() => {}), by, lane });
    const lanes = state.lanes
      .map(({ lane, product, capacity }) => ({
        lane,
        product,
        lot,
        expires,
        added: capacity - (this.site.cabinet.lane(lane)?.boxes ?? capacity),
      }))
      .filter(({ added }) => added > 0);
    if (lanes.length === 0) return;
    const ticket = this.#wait((reply) => {
      if (reply.kind !== 'done') return;
      for (const { lane, added } of lanes) this.site.cabinet.put(lane, added, this.site.nowMs);
    });
    this.agent.handle({ kind: 'restock', ticket, by, lanes });
  }

  get waiting(): number {
    return this.agent.health().outbox.waiting;
  }

  stop(): void {
    this.agent.stop();
    this.#alarm.set(null);
    this.#link.close();
    this.#state.close();
    this.ledger.close();
  }

  /** The board loses its power for `forMs`. */
  cutBoardPower(forMs: number): void {
    this.site.power(false);
    this.#options.clock.after(forMs, () => this.site.power(true));
  }

  #wait(heard: (reply: Reply) => void): number {
    this.#ticket += 1;
    this.#waiting.set(this.#ticket, heard);
    return this.#ticket;
  }

  #line() {
    const { clock } = this.#options;
    const open = (): void => {
      this.#opened = true;
      this.agent.line.opened();
    };
    return {
      open: () => clock.after(20, open),
      send: (bytes: Uint8Array) => {
        if (this.#opened) this.site.fromHost(bytes);
      },
      close: () => {
        this.#opened = false;
      },
    };
  }

  /** The agent's clock: virtual, and correct. */
  #clock() {
    const { clock, clockAtMs } = this.#options;
    return {
      at: () => Math.floor(clockAtMs + clock.nowMs),
      monoMs: () => Math.floor(clock.nowMs),
      random: () => Math.random(),
      wakeAt: (monoMs: number | null, wake: () => void) => {
        this.#wake = wake;
        this.#alarm.set(monoMs);
      },
    };
  }

  /** The real MQTT link, and what it reports to the agent. */
  #connection(): MqttLink {
    const { mqttUrl, machine, secret, counts, owed } = this.#options;
    return mqttLink(
      { machine, access: fixedAccess({ url: mqttUrl, password: secret, trust: null }) },
      {
        up: () => {
          this.#connected = true;
          counts.connected += 1;
          owed(this, false);
          this.agent.link.up();
        },
        down: (reason) => {
          if (this.#connected) counts.connected -= 1;
          this.#connected = false;
          counts.lost.set(reason, (counts.lost.get(reason) ?? 0) + 1);
          owed(this, false);
          this.agent.link.down(reason);
        },
        message: (channel, payload) => {
          this.agent.link.message(channel, payload);
          if (channel === 'receipt') owed(this, this.agent.health().outbox.waiting > 0);
        },
      },
    );
  }

  /** The link as the agent uses it. It records when the network owes something. */
  #watchedLink() {
    const { owed } = this.#options;
    return {
      connect: (will: string) => {
        owed(this, true);
        this.#link.connect(will);
      },
      publish: (channel: KioskChannel, payload: string) => {
        if (channel === 'events') owed(this, true);
        this.#link.publish(channel, payload);
      },
      close: () => this.#link.close(),
      isPlain: () => this.#link.isPlain(),
    };
  }
}
