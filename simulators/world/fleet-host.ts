import { answered, aged, commandMessage, isDue, sent } from '../../fleet/core/commands.ts';
import type { Intake } from '../../fleet/core/ingest.ts';
import { Keeper } from '../../fleet/core/keeper.ts';
import { connect, disconnect, hear, type PresenceState, unheard } from '../../fleet/core/presence.ts';
import type { CommandRecord } from '../../fleet/core/records.ts';
import type { Receipt } from '../../shared/contracts/batch.ts';
import { CommandResult } from '../../shared/contracts/commands.ts';
import type { LedgerId, MachineId } from '../../shared/contracts/ids.ts';
import type { DesiredConfig } from '../../shared/contracts/plan.ts';
import { Presence } from '../../shared/contracts/presence.ts';
import { ReportedState } from '../../shared/contracts/reported.ts';
import type { FleetChannel, KioskChannel } from '../../shared/contracts/topics.ts';
import { zoneOf } from '../../shared/rules/calendar.ts';
import type { FleetDisk } from './fleet-disk.ts';
import type { BrokerEars, Network } from './network.ts';
import type { Scene } from './scene.ts';

/** Lines in time are placed by the kiosk's clock where it is right within so much. */
const clockToleranceMs = 120_000;

interface Waiting {
  readonly machine: MachineId;
  readonly text: string;
}

/** What the fleet keeps of one machine beside its ledgers; configurations and commands outlive the process. */
export interface FleetMachine {
  presence: PresenceState;
  config: DesiredConfig | null;
  readonly commands: Map<string, { record: CommandRecord; lastSent: number | null }>;
  reported: ReportedState | null;
  /** Ledgers of which a batch did not join. */
  readonly forks: Set<LedgerId>;
}

/** The fleet's server on virtual time: its own keeper, presence and command rules, one process that may die at any moment. */
export class FleetHost implements BrokerEars {
  readonly #scene: Scene;
  readonly #network: Network;
  readonly disk: FleetDisk;
  readonly machines = new Map<MachineId, FleetMachine>();
  #keeper: Keeper | null = null;
  #process = 0;
  #waiting: Waiting[] = [];
  #working = false;
  /** Rises with each thing that is asked of promises, so that the world lets them run. */
  stirred = 0;
  /** Messages that made no sense. */
  malformed = 0;
  /** What is sent, for those who watch. */
  onReceipt: ((machine: MachineId, ledger: LedgerId, through: number, head: string) => void) | null = null;

  constructor(scene: Scene, network: Network, disk: FleetDisk) {
    this.#scene = scene;
    this.#network = network;
    this.disk = disk;
    network.ears = this;
  }

  get alive(): boolean {
    return this.#keeper !== null;
  }

  get keeper(): Keeper | null {
    return this.#keeper;
  }

  /** Nothing is being taken in or folded. */
  get idle(): boolean {
    return !this.#working && this.#waiting.length === 0;
  }

  get nowMs(): number {
    return this.#scene.beganMs + this.#scene.time.nowMs;
  }

  start(): void {
    if (this.#keeper !== null) return;
    const process = ++this.#process;
    this.#scene.diary.tell('fleet', () => `process ${process} starts`);
    for (const machine of this.machines.values()) machine.presence = { ...unheard, run: machine.presence.run };
    const keeper = new Keeper(this.disk, this.#scene.chain, zoneOf('Asia/Shanghai'), clockToleranceMs);
    this.stirred += 1;
    keeper.open().then(
      () => {
        if (this.#process !== process) return;
        this.#keeper = keeper;
        this.#work();
      },
      () => this.#process === process && this.#scene.time.after(1_000, () => this.#process === process && this.start()),
    );
  }

  /** The process dies; the broker, which it runs, goes with it. */
  die(): void {
    this.#scene.diary.tell('fleet', () => 'process dies');
    this.#process += 1;
    this.#keeper = null;
    this.#waiting = [];
    this.#working = false;
    this.disk.newProcess();
    this.#network.restartBroker(this.#scene.chance.between(1_000, 20_000, 'fleet: away'));
  }

  machine(machine: MachineId): FleetMachine {
    let known = this.machines.get(machine);
    if (!known) {
      known = { presence: unheard, config: null, commands: new Map(), reported: null, forks: new Set() };
      this.machines.set(machine, known);
    }
    return known;
  }

  connected(machine: MachineId, connection: number): void {
    const known = this.machine(machine);
    known.presence = connect(known.presence, connection, this.nowMs);
  }

  disconnected(machine: MachineId, connection: number): void {
    const known = this.machine(machine);
    known.presence = disconnect(known.presence, connection, this.nowMs);
  }

  message(machine: MachineId, channel: KioskChannel, text: string): void {
    if (this.#keeper === null) return;
    switch (channel) {
      case 'events':
        this.#waiting.push({ machine, text });
        this.#work();
        return;
      case 'presence':
        this.#presence(machine, text);
        return;
      case 'results':
        this.#result(machine, text);
        return;
      case 'state': {
        const state = ReportedState.safeParse(jsonOf(text));
        if (state.success) this.machine(machine).reported = state.data;
        else this.malformed += 1;
      }
    }
  }

  #presence(machine: MachineId, text: string): void {
    const presence = Presence.safeParse(jsonOf(text));
    if (!presence.success) {
      this.malformed += 1;
      return;
    }
    const known = this.machine(machine);
    const said = presence.data;
    known.presence = hear(known.presence, said, this.nowMs);
    if (!said.online || this.#keeper === null) return;
    this.stirred += 1;
    void this.#keeper.hearClock(machine, said.run, said.up, this.nowMs);
    const receipt = this.#keeper.receipt(machine, said.ledger, this.nowMs);
    if (receipt.through !== said.last) this.#receipt(machine, receipt);
    if (known.config !== null && known.config.version !== said.config) this.#send(machine, 'config', known.config);
    this.#sendCommands(machine, known);
  }

  #sendCommands(machine: MachineId, known: FleetMachine): void {
    for (const command of known.commands.values()) {
      command.record = aged(command.record, this.nowMs);
      if (!isDue(command.record, command.lastSent, this.nowMs)) continue;
      const message = commandMessage(command.record);
      if (message === null) continue;
      this.#send(machine, 'commands', message);
      command.record = sent(command.record, this.nowMs);
      command.lastSent = this.nowMs;
    }
  }

  #result(machine: MachineId, text: string): void {
    const result = CommandResult.safeParse(jsonOf(text));
    if (!result.success) {
      this.malformed += 1;
      return;
    }
    const command = this.machine(machine).commands.get(result.data.id);
    if (command) command.record = answered(command.record, result.data, this.nowMs);
  }

  #send(machine: MachineId, channel: FleetChannel, message: unknown): void {
    this.#network.send(machine, channel, JSON.stringify(message));
  }

  #receipt(machine: MachineId, receipt: Receipt): void {
    this.onReceipt?.(machine, receipt.ledger, receipt.through, receipt.head);
    this.#send(machine, 'receipt', receipt);
  }

  #work(): void {
    const keeper = this.#keeper;
    if (this.#working || keeper === null) return;
    this.#working = true;
    this.stirred += 1;
    const process = this.#process;
    void this.#loop(keeper, () => this.#process === process).finally(() => {
      if (this.#process === process) this.#working = false;
    });
  }

  async #loop(keeper: Keeper, mine: () => boolean): Promise<void> {
    for (;;) {
      const group = this.#waiting.splice(0, 16);
      if (group.length === 0) break;
      const report = await keeper.take(
        group.map(({ machine, text }) => ({ machine, text, bytes: text.length })),
        this.nowMs,
      );
      if (!mine()) return;
      this.stirred += 1;
      if (!report.stored) {
        this.#later(process => keeper.open().then(() => process()));
        return;
      }
      this.#answer(report.intakes);
    }
    for (;;) {
      const report = await this.#fold(keeper);
      if (!mine() || report) return;
    }
  }

  async #fold(keeper: Keeper): Promise<boolean> {
    try {
      return (await keeper.fold(400)).done;
    } catch {
      this.#later((again) => Promise.resolve(again()));
      return true;
    }
  }

  /** The store refused: after a while it is tried again. */
  #later(how: (again: () => void) => Promise<void>): void {
    const process = this.#process;
    this.#scene.time.after(2_000, () => {
      if (this.#process !== process) return;
      this.stirred += 1;
      how(() => this.#process === process && this.#work()).catch(() => this.#process === process && this.#later(how));
    });
  }

  #answer(intakes: readonly Intake[]): void {
    const receipts = new Map<string, { readonly machine: MachineId; readonly receipt: Receipt }>();
    for (const intake of intakes) {
      if (intake.became === 'malformed') {
        this.malformed += 1;
        continue;
      }
      if (intake.became === 'fork') this.machine(intake.machine).forks.add(intake.ledger);
      receipts.set(`${intake.machine} ${intake.receipt.ledger}`, intake);
    }
    for (const { machine, receipt } of receipts.values()) this.#receipt(machine, receipt);
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
