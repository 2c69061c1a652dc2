import type { MachineId } from '../../shared/contracts/ids.ts';
import type { KioskChannel } from '../../shared/contracts/topics.ts';
import type { LocalDay, Zone } from '../../shared/rules/calendar.ts';
import { limits } from '../limits.ts';
import { ReadModel } from '../lists/read-model.ts';
import type { BrokerEvents, BrokerRefusal, MachineAuthenticator } from '../ports/broker.ts';
import type { Clock } from '../ports/clock.ts';
import type { FleetEvent } from '../ports/events.ts';
import { AreaRecalls } from '../registry/area-recalls.ts';
import type { MachineRecord } from '../registry/records.ts';
import type { MachineState, Machines } from '../state/machine-state.ts';
import { type AreaServices, areaServices } from './area-services.ts';
import { Arrivals } from './arrivals.ts';
import { CommandService } from './commands.ts';
import type { ConfigurationService } from './configuration.ts';
import { emitSafely } from './emit-safely.ts';
import { EnrolmentService } from './enrolment.ts';
import { EvaluationService } from './evaluation.ts';
import { EvaluationQueue } from './evaluation-queue.ts';
import { Filling } from './filling.ts';
import { FlagService } from './flags.ts';
import { IngestService } from './ingest.ts';
import { IssuedReports } from './issued-reports.ts';
import { LineDecisionService } from './line-decisions.ts';
import { LotQueries } from './lot-queries.ts';
import { MachineEdits } from './machine-edits.ts';
import { MachineKeys } from './machine-keys.ts';
import { type LoaderDependencies, loadMachines } from './machine-loader.ts';
import { NoticeService } from './notices.ts';
import { QuarantineService } from './quarantines.ts';
import { Queries } from './queries.ts';
import { usualReasonCodes } from './reasons.ts';
import type { RecallService } from './recalls.ts';
import { RegistryService } from './registry.ts';
import { RestockRecords } from './restock-records.ts';
import type { ServicePorts } from './service-ports.ts';
import { StoreStatus } from './store-status.ts';
import { SuspensionService } from './suspensions.ts';
import { TelemetryService } from './telemetry.ts';
import { TripService } from './trips.ts';
import { YearReports } from './year-reports.ts';

/**
 * The fleet server without its adapters: receives from the broker, keeps the ledgers, evaluates the
 * machines and serves people. The caller must call `tick` about once a second, of real or virtual
 * time. Everything else happens when it is called.
 */
export class FleetService implements BrokerEvents {
  readonly #clock: Clock;
  readonly #zone: Zone;
  readonly #emit: (event: FleetEvent) => void;
  readonly #machines: Machines;
  readonly #loading: LoaderDependencies;
  readonly #storeStatus: StoreStatus;
  readonly #evaluationQueue: EvaluationQueue;
  readonly #notices: NoticeService;
  readonly #ingest: IngestService;
  readonly #telemetry: TelemetryService;
  readonly #arrivals: Arrivals;
  readonly #evaluation: EvaluationService;
  #savedAt: number;
  /** Decides who may connect. */
  readonly authenticator: MachineAuthenticator;
  /** When the fleet began to listen, in ms since 1970. */
  readonly upSince: number;
  /** What people change, by subject, and what they query. */
  readonly registry: RegistryService;
  /** Null if this fleet has no keys of its own, as in a simulation. */
  readonly enrolment: EnrolmentService | null;
  readonly suspensions: SuspensionService;
  readonly quarantines: QuarantineService;
  readonly ofAreas: AreaServices;
  readonly configuration: ConfigurationService;
  readonly decisions: LineDecisionService;
  readonly recalls: RecallService;
  readonly flags: FlagService;
  readonly commands: CommandService;
  readonly queries: Queries;
  readonly lotQueries: LotQueries;
  readonly trips: TripService;
  readonly restockRecords: RestockRecords;
  readonly filling: Filling;

  constructor(ports: ServicePorts) {
    this.upSince = ports.clock.now();
    this.#savedAt = this.upSince;
    this.#clock = ports.clock;
    this.#zone = ports.zone;
    this.#emit = emitSafely(ports);
    this.#storeStatus = new StoreStatus((why) => {
      this.#emit({ kind: 'store', state: why === null ? 'ok' : 'failed', why });
      if (why === null) this.#ingest.work();
    });
    // Everything that the services share. Each service's type names what it uses.
    const base = {
      ...ports,
      emit: this.#emit,
      storeStatus: this.#storeStatus,
      machines: new Map<MachineId, MachineState>(),
      readModel: new ReadModel(ports.rules),
      evaluationQueue: new EvaluationQueue(),
      areaRecalls: new AreaRecalls(),
      upSince: this.upSince,
      reasons: ports.reasons ?? usualReasonCodes,
      productName: ports.productName ?? ((code: string) => code),
    };
    this.#machines = base.machines;
    this.#evaluationQueue = base.evaluationQueue;
    const keys = new MachineKeys(ports.ids);
    this.authenticator = keys;
    this.#loading = { ...base, keys };
    this.commands = new CommandService(base);
    this.#notices = new NoticeService(base);
    const edits = new MachineEdits(base);
    this.quarantines = new QuarantineService({ ...base, edits, foldAgain: () => this.#ingest.foldAgain() });
    this.#ingest = new IngestService({ ...base, notices: this.#notices, quarantines: this.quarantines });
    this.#telemetry = new TelemetryService({ ...base, commands: this.commands, notices: this.#notices });
    const receivers = { ingest: this.#ingest, telemetry: this.#telemetry, notices: this.#notices };
    this.#arrivals = new Arrivals({ ...base, ...receivers, authenticator: keys });
    this.#evaluation = new EvaluationService(base);
    this.filling = new Filling(base);
    this.ofAreas = areaServices({ ...base, edits });
    this.configuration = this.ofAreas.configuration;
    this.recalls = this.ofAreas.recalls;
    const registry = { edits, keys, configuration: this.configuration, follower: this.ofAreas.follower };
    this.registry = new RegistryService({ ...base, ...registry, commands: this.commands });
    this.enrolment = ports.enrolment ? new EnrolmentService({ ...base, ...registry, ...ports.enrolment }) : null;
    this.suspensions = new SuspensionService({ ...base, edits });
    this.decisions = new LineDecisionService({ ...base, edits });
    this.flags = new FlagService({ ...base, evaluation: this.#evaluation });
    const reports = { issuedReports: new IssuedReports(base), yearReports: new YearReports(base) };
    this.queries = new Queries({ ...base, ...reports, evaluation: this.#evaluation });
    this.trips = new TripService({ ...base, queries: this.queries });
    this.restockRecords = new RestockRecords({ ...base, queries: this.queries });
    this.lotQueries = new LotQueries({ ...base, recalls: this.recalls, queries: this.queries });
  }

  /** Why the store fails. Null if it works. */
  get storeError(): string | null {
    return this.#storeStatus.why;
  }

  /** The machines whose lines cannot be folded. */
  setAside(): MachineId[] {
    return [...this.#machines].flatMap(([machine, { setAsideAt }]) => (setAsideAt === null ? [] : machine));
  }

  /** Batches that wait to be stored, and those left out since the start: too many waited. */
  get batches(): { readonly waiting: number; readonly leftOut: number } {
    return this.#ingest;
  }

  now = (): number => this.#clock.now();

  /** The local day now. */
  today(): LocalDay {
    return this.#zone.dayOf(this.#clock.now());
  }

  /** Reads everything from the open store. Then all keys are known, and a broker may listen. */
  async open(): Promise<void> {
    await this.ofAreas.open();
    await loadMachines(this.#loading);
    this.#ingest.foldAgain();
  }

  /**
   * Loads machines that were put into the store directly, such as an imported history. The importer
   * has folded their lines.
   */
  async reload(): Promise<void> {
    for (const { record } of await loadMachines(this.#loading)) this.#evaluationQueue.add(record.machine);
    this.quarantines.recordsChanged();
    this.#evaluation.refit();
  }

  keyConnected(machine: MachineId, fingerprint: string): void {
    this.enrolment?.connected(machine, fingerprint);
  }

  connected(machine: MachineId, connection: number): void {
    this.#telemetry.connected(machine, connection);
  }

  disconnected(machine: MachineId, connection: number): void {
    this.#telemetry.disconnected(machine, connection);
  }

  message(machine: MachineId, channel: KioskChannel, text: string | null, bytes: number): void {
    this.#arrivals.message(machine, channel, text, bytes);
  }

  batch(machine: MachineId, payload: Uint8Array): void {
    this.#arrivals.batch(machine, payload);
  }

  refused(why: BrokerRefusal, machine: string | null): void {
    this.#arrivals.refused(why, machine);
  }

  /**
   * Does what is due as time passes: leftover folding, commands, storing heartbeat times,
   * evaluations. Resolves when that is done.
   */
  async tick(): Promise<void> {
    const now = this.#clock.now();
    this.commands.tick(now);
    this.#notices.forgetTwice(now);
    this.#notices.forgetLasting(now);
    if (this.#storeStatus.why !== null || now - this.#savedAt >= limits.presenceSaveMs) {
      this.#savedAt = now;
      await this.#telemetry.save();
    }
    if (this.#storeStatus.why === null) {
      this.#ingest.work();
      this.filling.work();
      await this.ofAreas.follower.tick(now);
      this.lotQueries.recallProgress.work();
    }
    await this.#evaluation.run();
  }

  /** Resolves when all that arrived is stored or refused, and all that is stored is folded. */
  idle(): Promise<void> {
    return this.#ingest.idle();
  }

  /** Stops the loops after their current step. Heartbeat times are stored. */
  async stop(): Promise<void> {
    await this.#ingest.stop();
    await this.filling.stop();
    await this.lotQueries.recallProgress.stop();
    await this.#evaluation.stop();
    await this.#telemetry.save();
  }

  /** A registered machine. Null if there is none with this id. */
  record(machine: string): MachineRecord | null {
    return this.state(machine)?.record ?? null;
  }

  /** A machine's live state. Null if there is no such machine. */
  state(machine: string): MachineState | null {
    return this.#machines.get(machine as MachineId) ?? null;
  }

  /** The ids of all machines. */
  names = (): MachineId[] => [...this.#machines.keys()];
}
