import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import type { FleetEvent } from '../../ports/events.ts';
import type { FleetService } from '../../service/fleet-service.ts';

/** The fleet's own metrics for Prometheus. `service` is null until the service has started. */
export function fleetMetrics(service: () => FleetService | null, connections: () => number, streams: () => number) {
  const registers = [new Registry()];
  const [registry = new Registry()] = registers;
  collectDefaultMetrics({ register: registry });
  const batches = new Counter({
    name: 'yaoju_batches_total',
    help: 'Batches by what became of them',
    labelNames: ['became'],
    registers,
  });
  const lines = new Counter({ name: 'yaoju_lines_stored_total', help: 'Ledger lines stored', registers });
  const folded = new Counter({
    name: 'yaoju_lines_folded_total',
    help: 'Ledger lines folded into the books',
    registers,
  });
  const malformed = new Counter({
    name: 'yaoju_malformed_total',
    help: 'Messages that could not be read',
    labelNames: ['what'],
    registers,
  });
  const refused = new Counter({
    name: 'yaoju_refused_total',
    help: 'What the broker refused',
    labelNames: ['why'],
    registers,
  });
  const flags = new Counter({
    name: 'yaoju_flag_changes_total',
    help: 'Flags raised, changed, acknowledged, cleared',
    labelNames: ['change'],
    registers,
  });
  // Looked up once, because one of them is counted with every batch.
  const batchesBy = {
    new: batches.labels('new'),
    held: batches.labels('held'),
    gap: batches.labels('gap'),
    fork: batches.labels('fork'),
    'over-quota': batches.labels('over-quota'),
  };
  const gauge = (name: string, help: string, read: () => number): void => {
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(read());
      },
    });
  };
  gauge('yaoju_connections', 'Kiosks connected to the embedded broker', connections);
  gauge('yaoju_streams', 'Open event streams', streams);
  gauge('yaoju_machines', 'Registered machines', () => service()?.names().length ?? 0);
  gauge('yaoju_batches_waiting', 'Batches that wait to be stored', () => service()?.waitingBatches ?? 0);
  gauge('yaoju_batches_left_out', 'Batches left out because too many waited', () => service()?.batchesLeftOut ?? 0);
  gauge('yaoju_machines_not_booked', 'Machines whose lines cannot be booked', () => service()?.notBooked().length ?? 0);
  gauge('yaoju_store_ok', '1 while the store takes what comes', () => (service()?.storeError === null ? 1 : 0));

  return {
    registry,
    count: (event: FleetEvent): void => {
      if (event.kind === 'batch') {
        batchesBy[event.became].inc();
        lines.inc(event.lines);
      } else if (event.kind === 'folded') folded.inc(event.report.lines);
      else if (event.kind === 'malformed') malformed.inc({ what: event.what });
      else if (event.kind === 'refused') refused.inc({ why: event.why });
      else if (event.kind === 'flag') flags.inc({ change: event.change });
    },
  };
}
