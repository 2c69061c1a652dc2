import type { Metered } from '../adapters/http/metrics.ts';
import type { MqttLink } from '../adapters/mqtt-link.ts';

/** The metrics of the link to the fleet; `link` returns null while there is no link. */
export const linkMetrics = (link: () => MqttLink | null): Metered[] => [
  {
    name: 'yaoju_fleet_retained_refused',
    help: 'Retained messages, which nobody may send',
    read: () => link()?.refused.retained ?? 0,
  },
  {
    name: 'yaoju_fleet_foreign_refused',
    help: 'Messages on topics that are not ours',
    read: () => link()?.refused.foreign ?? 0,
  },
  { name: 'yaoju_fleet_unacknowledged', help: 'Publishes without a PUBACK', read: () => link()?.unacknowledged ?? 0 },
];
