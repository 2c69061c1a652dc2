import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import type { FleetEvent } from '../../ports/events.ts';
import type { FleetService } from '../../service/fleet-service.ts';

/** The fleet's own metrics for Prometheus. */
export interface FleetMetrics {
  readonly registry: Registry;
  /** Counts an event of the service. */
  count(event: FleetEvent): void;
}

/** What the gauges read when the metrics are requested. */
export interface MetricSources {
  readonly service: () => FleetService;
  /** Kiosks connected to the embedded broker. */
  readonly connections: () => number;
  /** Open event streams. */
  readonly streams: () => number;
  /** When each listener's certificate expires, ms since 1970; null for one without. */
  readonly tls: () => Readonly<Record<string, { readonly expires: number | null; readonly problem: string | null }>>;
}

/** Metrics of a process and its fleet, in their own registry. */
export function fleetMetrics(sources: MetricSources): FleetMetrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const count = eventCounters(registry);
  addGauges(registry, sources);
  return { registry, count };
}

/** Adds a counter for each kind of event. Returns a function that counts an event. */
function eventCounters(registry: Registry): (event: FleetEvent) => void {
  const counter = <Label extends string>(name: string, help: string, ...labelNames: Label[]): Counter<Label> =>
    new Counter({ name, help, labelNames, registers: [registry] });
  const batches = counter('yaoju_batches_total', 'Batches by what became of them', 'became');
  const lines = counter('yaoju_lines_stored_total', 'Ledger lines stored');
  const folded = counter('yaoju_lines_folded_total', 'Ledger lines folded into the books');
  const malformed = counter('yaoju_malformed_total', 'Messages that could not be read', 'what');
  const refused = counter('yaoju_refused_total', 'What the broker refused', 'why');
  const flags = counter('yaoju_flag_changes_total', 'Flags raised, changed, acknowledged, cleared', 'change');
  // Looked up once, because one of them is used with every batch.
  const batchesBy = {
    new: batches.labels('new'),
    held: batches.labels('held'),
    gap: batches.labels('gap'),
    fork: batches.labels('fork'),
    'over-quota': batches.labels('over-quota'),
  };
  return (event) => {
    if (event.kind === 'batch') {
      batchesBy[event.result].inc();
      lines.inc(event.lines);
    } else if (event.kind === 'folded') folded.inc(event.report.lines);
    else if (event.kind === 'malformed') malformed.inc({ what: event.what });
    else if (event.kind === 'refused') refused.inc({ why: event.why });
    else if (event.kind === 'flag') flags.inc({ change: event.change });
  };
}

/** Adds gauges that read the running server. */
function addGauges(registry: Registry, { service, connections, streams, tls }: MetricSources): void {
  const gauge = (name: string, help: string, read: () => number): void => {
    new Gauge({
      name,
      help,
      registers: [registry],
      collect() {
        this.set(read());
      },
    });
  };
  gauge('yaoju_connections', 'Kiosks connected to the embedded broker', connections);
  addCertificates(registry, tls);
  gauge('yaoju_streams', 'Open event streams', streams);
  gauge('yaoju_machines', 'Registered machines', () => service().names().length);
  gauge('yaoju_batches_waiting', 'Batches that wait to be stored', () => service().batches.waiting);
  gauge('yaoju_batches_left_out', 'Batches left out because too many waited', () => service().batches.leftOut);
  gauge('yaoju_machines_not_booked', 'Machines whose lines cannot be folded', () => service().setAside().length);
  gauge('yaoju_machines_quarantined', 'Machines in quarantine', () => service().quarantines.machines().length);
  gauge('yaoju_store_ok', '1 while the store takes what comes', () => (service().storeError === null ? 1 : 0));
}

/** Adds gauges of the certificates. A listener without one has none. */
function addCertificates(registry: Registry, tls: MetricSources['tls']): void {
  const gauge = (name: string, help: string, read: (each: ReturnType<typeof tls>[string]) => number | null): void => {
    new Gauge({
      name,
      help,
      labelNames: ['listener'],
      registers: [registry],
      collect() {
        for (const [listener, each] of Object.entries(tls())) {
          const value = each.expires === null ? null : read(each);
          if (value !== null) this.set({ listener }, value);
        }
      },
    });
  };
  gauge(
    'yaoju_certificate_expires_seconds',
    'When the certificate expires, in seconds since 1970',
    ({ expires }) => expires && expires / 1000,
  );
  gauge('yaoju_certificate_ok', '1 unless a newer certificate could not be taken', ({ problem }) =>
    problem === null ? 1 : 0,
  );
}
