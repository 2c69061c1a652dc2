import type { words as zh } from './zh.ts';

/**
 * A flag's name in a list. Boxes that may not be given out any more because of their use-by day are
 * either past it or too near it; `day` is the fleet's local day.
 */
export function flagName(
  words: Pick<typeof zh, 'flag' | 'lot'>,
  { kind, expires }: { readonly kind: string; readonly expires?: string | undefined },
  day: string,
): string {
  const state = kind === 'expired' && expires !== undefined ? words.lot[expires < day ? 'expired' : 'locked'] : null;
  return state ?? (words.flag as Readonly<Record<string, string>>)[kind] ?? kind;
}
