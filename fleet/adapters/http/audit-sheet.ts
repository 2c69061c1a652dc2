import type { AuditField, AuditList, AuditRecord } from '../../../shared/contracts/fleet-http.ts';
import { auditEn } from '../../../shared/words/audit-en.ts';
import { auditZh } from '../../../shared/words/audit-zh.ts';
import { sheetWords } from './sheet-words.ts';
import type { SheetOptions } from './sheets.ts';
import type { Cell, Workbook } from './tables.ts';

const columns = [
  ...(['seq', 'at', 'actor', 'address', 'act', 'machine', 'user', 'subject', 'region'] as const),
  ...(['before', 'after', 'why', 'outcome'] as const),
];

/** The audit log of some days; its last row says so if there is more than the file holds. */
export function auditWorkbook(
  { records, next, asOf, region }: AuditList,
  days: { readonly from?: string | undefined; readonly to?: string | undefined },
  { lang, time }: SheetOptions,
): Workbook {
  const { sheets, area } = sheetWords(lang);
  const words = { zh: auditZh, en: auditEn }[lang];
  const fieldsText = fieldsIn(lang);
  const rows = records.map((record): Cell[] => [
    record.seq,
    time(record.at),
    record.actor.name === '' ? words.actors[record.actor.kind] : record.actor.name,
    record.address,
    nameOf(words.acts, record.act),
    record.machine,
    record.user,
    record.subject,
    area(record.region),
    fieldsText(record.before),
    fieldsText(record.after),
    record.why,
    words.outcomes[record.outcome],
  ]);
  const more: Cell[][] = next === null ? [] : [[words.onlyNewest(String(records.length))]];
  const { from = '', to = '' } = days;
  return {
    title: [words.title, area(region), from === '' && to === '' ? words.allDays : words.range(from, to)],
    asOf: sheets.asOf(time(asOf)),
    tables: [{ name: words.title, head: columns.map((column) => words.columns[column]), rows: [...rows, ...more] }],
  };
}

/** The word for a name, or the name itself if it has none: it is of a newer version. */
const nameOf = (words: Readonly<Record<string, string>>, name: string): string =>
  Object.hasOwn(words, name) ? (words[name] ?? name) : name;

/** Returns a function that writes the fields of an entry as one text. */
function fieldsIn(lang: SheetOptions['lang']): (fields: AuditRecord['before']) => string {
  const { states, area } = sheetWords(lang);
  const words = { zh: auditZh, en: auditEn }[lang];
  const known: Partial<Record<AuditField, (value: string) => string>> = {
    region: area,
    area,
    reason: (code) => nameOf(states.reason, code),
    role: (code) => nameOf(states.role, code),
    site: (code) => nameOf(states.site, code),
  };
  const valueText = (field: string, value: unknown): string => {
    if (value === null) return '—';
    if (field === 'password') return words.replaced;
    if (field === 'contact') return value === false ? '—' : words.notKept;
    if (typeof value === 'string') return known[field as AuditField]?.(value) ?? value;
    return JSON.stringify(value);
  };
  return (fields) =>
    Object.entries(fields ?? {})
      .map(([field, value]) => `${nameOf(words.fields, field)}: ${valueText(field, value)}`)
      .join(words.glue);
}
