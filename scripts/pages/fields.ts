import { fieldsInChinese } from './chinese.ts';
import { sentence, table } from './markdown.ts';
import { leavesOf, rangeText, type Schema, typeText } from './schema.ts';
import { docstringsOf } from './source.ts';

const contracts = [
  ...[
    'ids',
    'eligibility',
    'staff',
    'plan',
    'lane-state',
    'events/fields',
    'events/turns',
    'events/stock',
    'events/hardware',
    'events/agent',
    'events',
  ],
  ...['batch', 'commands', 'presence', 'reported'],
];

/**
 * The docstrings of everything in shared/contracts that goes over the wire between kiosk and fleet.
 */
export const contractDocs = contracts.reduce(
  (docs, name) => docstringsOf(`shared/contracts/${name}.ts`, docs),
  new Map<string, string>(),
);

/** Objects whose fields are also part of other objects. */
const spread = ['Stamp', 'Plan', 'KioskLimits', 'ScreenSettings', 'Front'];

/** Fields on the pages without a Chinese meaning; filled while pages are generated. */
export const fieldsWithoutChinese = new Set<string>();

/**
 * The table of an object's fields, also of objects inside it; `owner` is the schema's name in
 * shared/contracts.
 */
export function fieldTable(owner: string, schema: Schema, without: readonly string[] = []): string {
  const rows = leavesOf(schema)
    .filter(({ path }) => !without.includes(path.join('.')))
    .map(({ path, schema: field, required }) => {
      const name = path.at(-1) ?? '';
      const documented = [owner, ...spread].map((each) => contractDocs.get(`${each}.${name}`)).find((doc) => doc);
      const meaning = field.description ?? documented ?? '';
      const chinese = field.zh ?? fieldsInChinese[`${owner}.${name}`] ?? fieldsInChinese[name];
      if (chinese === undefined) fieldsWithoutChinese.add(name);
      const type = `${typeText(field)}${required ? '' : ' (optional)'}`;
      return [`\`${path.join('.')}\``, type, rangeText(field), sentence(meaning), chinese ?? ''];
    });
  return table(['field', 'type', 'allowed', 'meaning', '含义'], rows);
}
