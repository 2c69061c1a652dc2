import { type Bilingual, bilingual } from '../../shared/contracts/meaning.ts';
import { words } from '../../shared/words/zh.ts';
import { productName } from './product-name.ts';

const changesInChinese: Readonly<Record<string, string>> = { raised: '发出', changed: '改变', cleared: '消除' };

/** A flag's kind by its name on the console, and what it is about, such as `要补货（避孕栓）`. */
function causeInChinese(cause: string): string {
  const [kind = '', ...about] = cause.split(':');
  const name = (words.flag as Readonly<Record<string, string>>)[kind] ?? kind;
  return about.length > 0 ? `${name}（${about.map((each) => productName(each, 'zh').trim()).join('，')}）` : name;
}

/** What happened to a flag of a machine, for the log. */
export function flagText(
  change: string,
  { cause, machine }: { readonly cause: string; readonly machine: string },
): Bilingual {
  return bilingual(
    `flag ${change}: ${JSON.stringify(cause)} of ${machine}`,
    `${machine} 的提醒${changesInChinese[change] ?? change}：${causeInChinese(cause)}`,
  );
}
