import { FleetConfig } from '../../shared/config/fleet.ts';
import { KioskConfig } from '../../shared/config/kiosk.ts';
import { variableOf } from '../../shared/config/schema-keys.ts';
import { defaultRules } from '../../shared/rules/defaults.ts';
import { page, sentence, table } from './markdown.ts';
import { type Leaf, leavesOf, rangeText, type Schema, schemaOf, typeText } from './schema.ts';
import { docstringsOf } from './source.ts';

const head = ['key', 'type', 'allowed', 'default', 'environment', 'meaning', '含义'];

function defaultOf(key: string, { schema, required, within }: Leaf): string {
  const rule = key.startsWith('rules.') ? defaultRules[key.slice(6) as keyof typeof defaultRules] : undefined;
  const value = rule ?? schema.default;
  if (required) return within === null ? '**required**' : `**required** if \`${within}\` is given`;
  if (value === undefined || value === null) return '–';
  const text = JSON.stringify(value);
  return text.length > 40 ? 'a list, see the source' : `\`${text}\``;
}

function rows(schema: Schema): string[][] {
  const rules = docstringsOf('shared/rules/defaults.ts');
  return leavesOf(schema).map((leaf) => {
    const { path, schema: at } = leaf;
    const key = path.join('.');
    const meaning = rules.get(`Rules.${path.at(-1)}`) ?? at.description ?? '';
    const secret = at.secret === true ? ' **Secret**: never shown.' : '';
    const variable = `\`${variableOf(path)}\`${at.secret === true ? ' or `…_FILE`' : ''}`;
    const type = typeText(at);
    const chinese = `${at.zh ?? ''}${at.secret === true ? '（保密）' : ''}`;
    return [
      `\`${key}\``,
      type,
      rangeText(at),
      defaultOf(key, leaf),
      variable,
      `${sentence(meaning)}${secret}`,
      chinese,
    ];
  });
}

/** docs/settings.md: every key of kiosk.json and fleet.json. */
export function settingsPage(): string {
  return page(
    'Settings · 配置项',
    'Every key of the two configuration files. The environment overrides the file; lists are given there as JSON. Any variable with `_FILE` behind its name holds the name of a file that holds the value.',
    '两个配置文件的全部配置项。环境变量优先于文件。',
    '## kiosk.json',
    table(head, rows(schemaOf(KioskConfig))),
    '## fleet.json',
    table(head, rows(schemaOf(FleetConfig))),
  );
}

/** Keys that have no Chinese meaning yet. */
export function settingsWithoutChinese(): string[] {
  return [...rows(schemaOf(KioskConfig)), ...rows(schemaOf(FleetConfig))]
    .filter((cells) => (cells.at(-1) ?? '').replace('（保密）', '') === '')
    .map(([key = '']) => key);
}
