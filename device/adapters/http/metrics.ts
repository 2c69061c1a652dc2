import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import type { ReportedState } from '../../../shared/contracts/reported.ts';
import type { Health } from '../../core/health.ts';

/** An additional number that a main program adds to the metrics. */
export interface Metered {
  readonly name: string;
  readonly help: string;
  read(): number;
}

/**
 * What the metrics are read from, at each scrape; `state` is null while the ledger can't be opened.
 */
export interface MetricSource {
  health(): Health;
  state(): ReportedState | null;
}

/**
 * The kiosk's metrics in Prometheus's text format, in addition to those of the process itself
 * (memory, event loop).
 */
export function kioskMetrics(source: MetricSource, more: readonly Metered[]): Registry {
  const register = new Registry();
  collectDefaultMetrics({ register });

  const simple: readonly Metered[] = [
    { name: 'yaoju_in_service', help: 'Whether the kiosk gives out', read: () => Number(source.health().inService) },
    {
      name: 'yaoju_board_ready',
      help: 'Whether the lane board answers',
      read: () => Number(source.health().board.state === 'ready'),
    },
    {
      name: 'yaoju_fleet_link_up',
      help: 'Whether the fleet is connected',
      read: () => Number(source.health().link.state === 'up'),
    },
    {
      name: 'yaoju_fleet_hears',
      help: 'Whether the fleet confirms the lines of this kiosk',
      read: () => Number(source.health().fleet === 'heard'),
    },
    {
      name: 'yaoju_disk_ok',
      help: 'Whether the ledger can be written',
      read: () => Number(source.health().disk.state === 'ok'),
    },
    { name: 'yaoju_outbox_lines', help: 'Ledger lines without a receipt', read: () => source.health().outbox.waiting },
    { name: 'yaoju_ledger_last', help: 'Number of the last ledger line', read: () => source.state()?.last ?? 0 },
    {
      name: 'yaoju_board_dropped',
      help: 'Lines or frames from the board that could not be read',
      read: () => source.state()?.board.dropped ?? 0,
    },
    {
      name: 'yaoju_fleet_unreadable',
      help: 'Messages of the fleet that could not be read',
      read: () => source.health().unreadable,
    },
    ...more,
  ];
  for (const { name, help, read } of simple)
    register.registerMetric(
      new Gauge({
        name,
        help,
        registers: [],
        collect() {
          this.set(read());
        },
      }),
    );
  const stock = new Gauge({
    name: 'yaoju_lane_stock',
    help: 'Boxes in a lane by the books, without uncertain ones',
    labelNames: ['lane', 'product'],
    registers: [],
    collect() {
      stock.reset();
      for (const { lane, product, stock: boxes } of source.state()?.lanes ?? []) stock.set({ lane, product }, boxes);
    },
  });
  register.registerMetric(stock);
  return register;
}
