import type { z } from 'zod';
import { BatchHeader, batchMaxBytes, batchMaxLines, Receipt } from '../../shared/contracts/batch.ts';
import { Command, CommandResult } from '../../shared/contracts/commands.ts';
import type { MachineId } from '../../shared/contracts/ids.ts';
import { DesiredConfig, KioskLimits, PlannedLane, Recall } from '../../shared/contracts/plan.ts';
import { Offline, Online } from '../../shared/contracts/presence.ts';
import { ReportedLane, ReportedLot, ReportedState } from '../../shared/contracts/reported.ts';
import { type Channel, fleetChannels, kioskChannels, topic } from '../../shared/contracts/topics.ts';
import { channelsInChinese } from './chinese.ts';
import { fieldTable } from './fields.ts';
import { page, table } from './markdown.ts';
import { schemaOf } from './schema.ts';

/** The objects of each channel: the schema's name in shared/contracts, a heading, the schema. */
const payloads: Readonly<Record<Channel, readonly (readonly [owner: string, about: string, schema: z.ZodType])[]>> = {
  presence: [
    ['Online', 'After connecting and with every heartbeat', Online],
    ['Offline', 'The last will', Offline],
  ],
  events: [['BatchHeader', 'The first line of a batch', BatchHeader]],
  state: [
    ['ReportedState', 'The reported state', ReportedState],
    ['ReportedLane', 'Each of `lanes`', ReportedLane],
    ['ReportedLot', 'Each of `lots`', ReportedLot],
  ],
  results: [['CommandResult', 'What became of a command', CommandResult]],
  receipt: [['Receipt', 'What the fleet has stored', Receipt]],
  config: [
    ['DesiredConfig', 'The desired configuration', DesiredConfig],
    ['PlannedLane', 'Each of `lanes`', PlannedLane],
    ['Recall', 'Each of `recalls`', Recall],
    ['KioskLimits', 'The `limits`', KioskLimits],
  ],
  commands: Command.options.map((option) => ['Command', `\`${[...option.shape.kind.values][0]}\``, option] as const),
};

const batch = `A batch is text: a header line, then one line for each event (see [events.md](events.md)), each ended by LF; at most ${batchMaxLines} events and ${batchMaxBytes} bytes.`;

/** docs/topics.md: every MQTT topic with its direction and its payload. */
export function topicsPage(): string {
  const name = (channel: Channel) => `\`${topic('{machine}' as MachineId, channel)}\``;
  const rows = [...kioskChannels, ...fleetChannels].map((channel) => {
    const up = kioskChannels.some((each) => each === channel);
    return [name(channel), up ? 'kiosk → fleet' : 'fleet → kiosk', channelsInChinese[channel]];
  });
  const parts = [...kioskChannels, ...fleetChannels].flatMap((channel) => [
    `## \`${channel}\` · ${channelsInChinese[channel]}`,
    ...(channel === 'events' ? [batch] : []),
    ...payloads[channel].flatMap(([owner, about, schema]) => [`### ${about}`, fieldTable(owner, schemaOf(schema))]),
  ]);
  return page(
    'MQTT topics · MQTT 主题',
    'QoS 1, nothing retained, JSON in UTF-8. The rules are in [mqtt.md](mqtt.md); a running fleet serves the same as AsyncAPI.',
    table(['topic', 'direction', '含义'], rows),
    ...parts,
  );
}
