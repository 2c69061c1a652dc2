import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { sha256Chain } from '../../device/adapters/chain.ts';
import { type MqttLink, mqttLink } from '../../device/adapters/mqtt-link.ts';
import { openLedger, openMemoryLedger, type SqliteLedger } from '../../device/adapters/sqlite-ledger.ts';
import type { Agent } from '../../device/agent/agent.ts';
import { createAgent } from '../../device/agent/create-agent.ts';
import { createDriver, type DriverName } from '../../device/board/catalogue.ts';
import type { Reply } from '../../device/core/reply.ts';
import { LedgerId, type MachineId, type ProductCode, type RequestId } from '../../shared/contracts/ids.ts';
import type { PlannedLane } from '../../shared/contracts/plan.ts';
import { stateInDir, stateInMemory } from '../board/state-dir.ts';
import type { Appointment, Timeline } from '../clock/timeline.ts';
import { CabinetSite } from './cabinet-site.ts';

/** What a simulated kiosk is made with. */
export interface KioskOptions {
  readonly timeline: Timeline;
  readonly machine: MachineId;
  readonly secret: string;
  readonly mqttUrl: string;
  readonly driver: DriverName;
  readonly lanes: readonly PlannedLane[];
  readonly seed: number;
  /** The kiosk's clock at virtual 0, ms since 1970. */
  readonly clockAtMs: number;
  /** A folder for its SQLite ledger; null: in memory. */
  readonly dataDir: string | null;
  /** What the network owes: something was sent or asked for, or all has been answered. */
  readonly owed: (kiosk: SimulatedKiosk, owed: boolean) => void;
  readonly counts: Counts;
}

/** What all kiosks together have done. */
export interface Counts {
  asked: number;
  issued: number;
  notIssued: number;
  uncertain: number;
  refused: number;
  connected: number;
  /** Ends of connections, by reason. */
  readonly lost: Map<string, number>;
}

/** Counts of a kiosk that has done nothing yet. */
export const newCounts = (): Counts => ({
  asked: 0,
  issued: 0,
  notIssued: 0,
  uncertain: 0,
  refused: 0,
  connected: 0,
  lost: new Map(),
});

/** A real agent with a real ledger and a real MQTT link; its board, its cabinet and its time are simulated. */
export class SimulatedKiosk {
  readonly machine: MachineId;
  readonly agent: Agent;
  readonly ledger: SqliteLedger;
  readonly site: CabinetSite;
  readonly lanes: readonly PlannedLane[];
  readonly #options: KioskOptions;
  readonly #link: MqttLink;
  readonly #waiting = new Map<number, (reply: Reply) => void>();
  #alarm: Appointment | null = null;
  #ticket = 0;
  #opened = false;

  constructor(options: KioskOptions) {
    const { timeline, machine, driver, lanes, seed, counts } = options;
    this.#options = options;
    this.machine = machine;
    this.lanes = lanes;
    this.ledger = openLedgerOf(options);
    this.site = new CabinetSite({
      timeline,
      driver,
      serial: `SIM${String(seed).padStart(6, '0')}`,
      lanes: Math.max(...lanes.map(({ lane }) => lane)),
      seed,
      state: options.dataDir === null ? stateInMemory() : stateInDir(join(options.dataDir, 'board')),
      clockAtMs: options.clockAtMs,
      heard: (bytes) => {
        if (this.#opened) this.agent.line.received(bytes);
      },
    });
    let up = false;
    const down = (reason: string): void => {
      if (up) counts.connected -= 1;
      up = false;
      counts.lost.set(reason, (counts.lost.get(reason) ?? 0) + 1);
      options.owed(this, false);
      this.agent.link.down(reason);
    };
    this.#link = mqttLink(
      { url: options.mqttUrl, machine, password: options.secret },
      {
        up: () => {
          up = true;
          counts.connected += 1;
          options.owed(this, false);
          this.agent.link.up();
        },
        down,
        message: (channel, payload) => {
          this.agent.link.message(channel, payload);
          if (channel === 'receipt') options.owed(this, this.agent.health().outbox.waiting > 0);
        },
      },
    );
    this.agent = createAgent({
      store: this.ledger,
      driver: createDriver(driver, {}, seed * 7_919),
      line: this.#line(),
      link: {
        connect: (will) => {
          options.owed(this, true);
          this.#link.connect(will);
        },
        publish: (channel, payload) => {
          if (channel === 'events') options.owed(this, true);
          this.#link.publish(channel, payload);
        },
        close: () => this.#link.close(),
      },
      clock: {
        at: () => Math.floor(options.clockAtMs + timeline.nowMs),
        up: () => Math.floor(timeline.nowMs),
        dice: () => Math.random(),
        wakeAt: (upMs, wake) => {
          this.#alarm?.stop();
          this.#alarm = upMs === null || upMs === Infinity ? null : timeline.at(upMs, wake);
        },
      },
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
      builtAtMs: 0,
      version: 'simulated',
      lanes,
      cause: this.ledger.begun,
      rssBytes: () => 0,
    });
  }

  start(): void {
    this.agent.start();
  }

  /** A citizen asks for a product. */
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

  /** A filler counts what is in doubt, clears what jams, and fills all lanes up: in the cabinet and in the books. */
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
      for (const { lane, added } of lanes) this.site.put(lane, added);
    });
    this.agent.handle({ kind: 'restock', ticket, by, lanes });
  }

  get waiting(): number {
    return this.agent.health().outbox.waiting;
  }

  stop(): void {
    this.agent.stop();
    this.#alarm?.stop();
    this.#link.close();
    this.site.close();
    this.ledger.close();
  }

  #wait(heard: (reply: Reply) => void): number {
    this.#ticket += 1;
    this.#waiting.set(this.#ticket, heard);
    return this.#ticket;
  }

  #line() {
    const { timeline } = this.#options;
    const open = (): void => {
      this.#opened = true;
      this.agent.line.opened();
    };
    return {
      open: () => void timeline.at(timeline.nowMs + 20, open),
      send: (bytes: Uint8Array) => {
        if (this.#opened) this.site.send(bytes);
      },
      close: () => {
        this.#opened = false;
      },
    };
  }
}

const newLedgerId = (): LedgerId => LedgerId.parse(randomUUID());

function openLedgerOf({ dataDir, machine }: KioskOptions): SqliteLedger {
  if (dataDir === null) return openMemoryLedger(sha256Chain, newLedgerId());
  return openLedger({
    dataDir,
    machine,
    chain: sha256Chain,
    newLedger: newLedgerId,
    dated: () => new Date().toISOString().slice(0, 19).replaceAll(':', '-').concat('Z'),
    say: () => {},
  });
}
