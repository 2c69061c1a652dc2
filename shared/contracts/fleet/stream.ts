import { z } from 'zod';
import { CountyCode, Moment } from './common.ts';
import { Flag } from './flag.ts';
import { CommandView, StoredEvent } from './history.ts';
import { Link } from './machine.ts';

/**
 * GET /stream: server-sent events; `event:` is the type and `data:` the JSON. Only events of the
 * caller's area. `hello` comes first after every connect, `behind` if messages had to be left out,
 * `tick` every 15 s. A client that missed messages must request the lists again.
 */
export const StreamMessage = z.discriminatedUnion('type', [
  z.object({ type: z.literal('hello'), asOf: Moment, version: z.string() }),
  z.object({ type: z.literal('tick'), asOf: Moment }),
  z.object({ type: z.literal('behind'), asOf: Moment }),
  /** A machine's figures that lists show have changed; the rest must be requested. */
  z.object({
    type: z.literal('machine'),
    asOf: Moment,
    machine: z.string(),
    region: CountyCode,
    link: Link,
    heard: Moment.nullable(),
    lastIssued: Moment.nullable(),
    issued: z.object({ today: z.int(), year: z.int(), total: z.int() }),
    uncertain: z.int(),
    stock: z.int(),
  }),
  z.object({ type: z.literal('event'), machine: z.string(), region: CountyCode, event: StoredEvent }),
  z.object({ type: z.literal('flag'), change: z.enum(['raised', 'changed', 'acknowledged', 'cleared']), flag: Flag }),
  z.object({ type: z.literal('command'), machine: z.string(), region: CountyCode, command: CommandView }),
  /** A machine was registered, changed, moved, retired, suspended or configured. */
  z.object({ type: z.literal('registry'), machine: z.string(), region: CountyCode }),
]);
export type StreamMessage = z.infer<typeof StreamMessage>;
/** The types of message on the stream. */
export type StreamType = StreamMessage['type'];
