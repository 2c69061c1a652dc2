import { z } from 'zod';
import { BatchHeader, batchMaxBytes, batchMaxLines, Receipt } from '../../../shared/contracts/batch.ts';
import { Command, CommandResult } from '../../../shared/contracts/commands.ts';
import { Event } from '../../../shared/contracts/events.ts';
import type { MachineId } from '../../../shared/contracts/ids.ts';
import { DesiredConfig } from '../../../shared/contracts/plan.ts';
import { Presence } from '../../../shared/contracts/presence.ts';
import { ReportedState } from '../../../shared/contracts/reported.ts';
import { type Channel, fleetChannels, kioskChannels, topic } from '../../../shared/contracts/topics.ts';

/** What each channel carries: a sentence and the schema of its payload. */
const payloads: Readonly<Record<Exclude<Channel, 'events'>, [summary: string, schema: z.ZodType]>> = {
  presence: ['The kiosk is there, or its last will', Presence],
  receipt: ['What the fleet holds durably: cumulative', Receipt],
  state: ['What the kiosk knows of itself now', ReportedState],
  config: ['The desired configuration, whole, with a rising version', DesiredConfig],
  commands: ['Something the kiosk is to do once; never to give out', Command],
  results: ['What became of a command', CommandResult],
};

const jsonSchema = (schema: z.ZodType, io: 'input' | 'output'): object => {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { target: 'draft-7', io, unrepresentable: 'any' });
  return rest;
};

const batchDescription = `Newline-delimited JSON: one header line, then one line an event, each ended by LF; at most ${batchMaxLines} events and ${batchMaxBytes} bytes. \
A line's bytes are what the chain covers.`;

function messageOf(channel: Channel): object {
  if (channel === 'events')
    return {
      name: 'events',
      title: "A batch of the kiosk's ledger lines",
      contentType: 'application/x-ndjson',
      description: batchDescription,
      payload: { type: 'string', description: 'The header (see `batchHeader`) and the lines (see `event`)' },
    };
  const [title] = payloads[channel];
  return {
    name: channel,
    title,
    contentType: 'application/json',
    payload: { $ref: `#/components/schemas/${channel}` },
  };
}

/**
 * The MQTT contract as AsyncAPI 3, from the schemas by which the code itself reads. Written from
 * the fleet's side: it receives what kiosks publish.
 */
export function asyncApi(version: string): object {
  const all = [...kioskChannels, ...fleetChannels];
  const channels = Object.fromEntries(
    all.map((channel) => [
      channel,
      {
        address: topic('{machine}' as MachineId, channel),
        messages: { [channel]: { $ref: `#/components/messages/${channel}` } },
        parameters: { machine: { description: 'The machine id, also client id and user name' } },
      },
    ]),
  );
  const operations = Object.fromEntries(
    all.map((channel) => [
      channel,
      {
        action: kioskChannels.some((each) => each === channel) ? 'receive' : 'send',
        channel: { $ref: `#/channels/${channel}` },
        messages: [{ $ref: `#/channels/${channel}/messages/${channel}` }],
        bindings: { mqtt: { qos: 1, retain: false, bindingVersion: '0.2.0' } },
      },
    ]),
  );
  const schemas = Object.fromEntries(
    Object.entries(payloads).map(([channel, [, schema]]) => [
      channel,
      jsonSchema(schema, fleetChannels.some((each) => each === channel) ? 'output' : 'input'),
    ]),
  );
  return {
    asyncapi: '3.1.0',
    id: 'urn:yaoju:fleet',
    info: {
      title: 'Yaoju: kiosk and fleet over MQTT',
      version,
      description: 'MQTT 3.1.1, QoS 1, clean sessions, nothing retained.',
      license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
      contact: { name: 'Yaoju' },
      tags: [{ name: 'mqtt' }],
    },
    defaultContentType: 'application/json',
    channels,
    operations,
    components: {
      messages: Object.fromEntries(all.map((channel) => [channel, messageOf(channel)])),
      schemas: { ...schemas, batchHeader: jsonSchema(BatchHeader, 'input'), event: jsonSchema(Event, 'input') },
    },
  };
}
