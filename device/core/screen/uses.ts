import type { Fact } from '../../../shared/contracts/events.ts';
import type { RequestId } from '../../../shared/contracts/ids.ts';
import { Secret } from '../../../shared/secret.ts';
import type { Facts } from '../facts.ts';
import type { Input, Now } from '../input.ts';
import type { RuntimeState } from '../runtime-state.ts';
import { daysNow } from './check.ts';
import { groupOf, settingsOf } from './offers.ts';
import { type NewUse, type UseChange, weekOf } from './person.ts';

/**
 * What the lines of a record mean for the kept uses, in their order. A use is opened with its
 * `turning` line, and with nothing else; the outcome keeps or drops it. As long as the outcome is
 * uncertain it stays open. Facts are those before the record.
 */
export function changesOfUses(
  facts: Facts,
  runtime: RuntimeState,
  record: readonly Fact[],
  input: Input,
  now: Now,
): UseChange[] {
  return record.flatMap((fact): UseChange[] => {
    switch (fact.kind) {
      case 'turning':
        return opened(facts, runtime, fact.request, now);
      case 'issued':
        return [{ kind: 'keep', request: fact.request }];
      case 'not-issued':
        return [{ kind: 'drop', request: fact.request }];
      case 'settled': {
        const request = facts.books.uncertain.get(fact.txn)?.request;
        return request === undefined ? [] : [{ kind: fact.issued ? 'keep' : 'drop', request }];
      }
      case 'booted':
        return input.kind === 'booted' ? leftOpen(facts, input) : [];
      default:
        return [];
    }
  });
}

/**
 * Uses that are open at a start although their turn is not. That happens only if the ledger's last
 * lines were lost, or a transaction did not count: after damage a box may have fallen, so such a
 * use is kept.
 */
function leftOpen({ books, answers }: Facts, { openUses, cause }: Booted): UseChange[] {
  const unsettled = new Set([books.turning?.request, ...[...books.uncertain.values()].map(({ request }) => request)]);
  return openUses
    .filter((request) => !unsettled.has(request))
    .map((request) => {
      const outcome = answers.get(request)?.outcome ?? (cause === 'damaged' ? 'uncertain' : 'not-issued');
      return { kind: outcome === 'not-issued' ? 'drop' : 'keep', request };
    });
}

type Booted = Extract<Input, { kind: 'booted' }>;

function opened(facts: Facts, runtime: RuntimeState, request: RequestId, now: Now): UseChange[] {
  const { screen } = runtime;
  const { identified, step } = screen;
  if (identified?.by !== 'card' || step.at !== 'dispensing' || step.request !== request) return [];
  const day = daysNow(runtime, now).latest;
  const week = weekOf(day);
  // The clock may have been set since the card was read: the last tag is then the nearest.
  const tag = identified.person.tags.use((tags) => tags.get(week) ?? [...tags.values()].at(-1));
  if (tag === undefined) return [];
  const use: NewUse = { tag, week, day, group: groupOf(settingsOf(facts, screen), step.product) };
  return [{ kind: 'open', request, use: new Secret(use, () => {}) }];
}
