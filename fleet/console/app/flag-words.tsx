import type { Flag, Task } from '../../../shared/contracts/fleet-http.ts';
import { flagTextValues } from '../texts/flag-text.ts';
import { useFormat, useTexts } from '../texts/texts.tsx';
import { useFleet } from './fleet.tsx';

/** The texts of a flag. */
export interface FlagWords {
  readonly name: string;
  readonly title: string;
  readonly why: string;
  readonly next: string;
}

/** A flag in the reader's language. A kind that this console does not know is shown as its code. */
export function useFlagWords(): (flag: Flag) => FlagWords {
  const { words, flags, nextSteps } = useTexts();
  const format = useFormat();
  const { product, reason } = useFleet();
  return (flag) => {
    const texts = flags[flag.kind];
    const it = flagTextValues(flag, format, product, reason);
    return {
      name: words.flag[flag.kind] ?? flag.kind,
      title: texts?.title(it) ?? flag.kind,
      why: texts?.why(it) ?? '',
      next: nextSteps[flag.next] ?? flag.next,
    };
  };
}

const carriedAtMost = 3;

/**
 * A task in the reader's language: one sentence with its reason and next step. What to carry is
 * part of the sentence.
 */
export function useTaskWords(): (task: Task) => FlagWords {
  const { today } = useTexts();
  const format = useFormat();
  const { product } = useFleet();
  const flagWords = useFlagWords();
  return (task) => {
    const first = task.flags[0];
    const words = first ? flagWords(first) : { name: task.task, title: task.task, why: '', next: '' };
    const carry = task.carry.filter((item) => item.boxes > 0);
    if (task.task !== 'restock' || carry.length === 0) return words;
    const list = carry
      .slice(0, carriedAtMost)
      .map((item) => today.carryItem(format.count(item.boxes), product(item.product)));
    const more = carry.length > carriedAtMost ? today.carryMore(format.count(carry.length)) : '';
    const whys = task.flags.filter((flag) => flag.kind === 'restock').map((flag) => flagWords(flag).why);
    return {
      ...words,
      title: today.carryTitle(format.list(list) + more),
      why: format.list(whys.slice(0, 2)) || words.why,
    };
  };
}
