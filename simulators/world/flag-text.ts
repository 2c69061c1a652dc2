import { type Bilingual, bilingual } from '../../shared/contracts/meaning.ts';

const changesInChinese: Readonly<Record<string, string>> = { raised: '发出', changed: '改变', cleared: '消除' };

/** What happened to a flag of a machine, for the log. */
export function flagText(
  change: string,
  { cause, machine }: { readonly cause: unknown; readonly machine: string },
): Bilingual {
  const what = JSON.stringify(cause);
  return bilingual(
    `flag ${change}: ${what} of ${machine}`,
    `${machine} 的提醒${changesInChinese[change] ?? change}：${what}`,
  );
}
