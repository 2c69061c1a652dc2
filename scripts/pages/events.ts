import * as agent from '../../shared/contracts/events/agent.ts';
import * as hardware from '../../shared/contracts/events/hardware.ts';
import * as stock from '../../shared/contracts/events/stock.ts';
import * as turns from '../../shared/contracts/events/turns.ts';
import { AnyEvent, Event } from '../../shared/contracts/events.ts';
import { contractDocs, fieldTable } from './fields.ts';
import { page, sentence } from './markdown.ts';
import { schemaOf } from './schema.ts';
import { textsUnder } from './source.ts';

const stamp = ['kind', 'at', 'run', 'up'];

/** docs/events.md: every kind of ledger line with its fields. */
export function eventsPage(): string {
  const zh = textsUnder('shared/words/zh.ts', 'event');
  const exported = new Map<unknown, string>(
    Object.entries({ ...turns, ...stock, ...hardware, ...agent }).map(([name, value]) => [value, name]),
  );
  const parts = Event.options.flatMap((option) => {
    const kind = [...option.shape.kind.values][0] ?? '';
    const owner = exported.get(option) ?? '';
    return [
      `## \`${kind}\` · ${zh[kind] ?? ''}`,
      sentence(contractDocs.get(owner) ?? ''),
      fieldTable(owner, schemaOf(option), stamp),
    ];
  });
  return page(
    'Kinds of ledger line · 账本行',
    "Each line of a kiosk's ledger is one event as JSON text; see [mqtt.md](mqtt.md) for the chain and the rules. Unknown fields are ignored; unknown kinds are stored and shown as they are.",
    '## Every line · 每一行都有',
    fieldTable('AnyEvent', schemaOf(AnyEvent)),
    ...parts.filter((part) => part !== ''),
  );
}
