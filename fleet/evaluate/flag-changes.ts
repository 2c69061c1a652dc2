import type { Finding } from '../../shared/rules/finding.ts';
import { clearRetired, type Flag, type FlagFacts, transition } from '../../shared/rules/flag.ts';
import { limits } from '../limits.ts';
import type { FlagRecord } from '../registry/records.ts';

/** What happened to one flag. */
export interface FlagChange {
  readonly change: 'raised' | 'changed' | 'cleared';
  readonly flag: FlagRecord;
}

/** A machine's open flags after an evaluation, and what the evaluation changed. */
export interface FollowedFlags {
  readonly open: FlagRecord[];
  readonly changes: FlagChange[];
}

/** Clears the open flags of a retired machine. */
export const clearFlags = (flags: readonly FlagRecord[], now: number): FollowedFlags => ({
  open: [],
  changes: flags.map(({ id, flag }) => ({ change: 'cleared', flag: { id, flag: clearRetired(flag, now) } })),
});

/**
 * Limits the findings of each kind to what a working cabinet may have. A further one is reported
 * once an earlier one has ended.
 */
function fewOfEachKind(findings: readonly Finding[]): Finding[] {
  const counts = new Map<string, number>();
  return findings.filter(({ kind }) => {
    const count = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, count);
    return count <= limits.flagsOfAKind;
  });
}

/** Compares a machine's open flags with its findings. A newly raised flag gets its own id. */
export function followFlags(
  machine: string,
  flags: readonly FlagRecord[],
  facts: FlagFacts,
  now: number,
  ids: { uuid(): string },
): FollowedFlags {
  const idOf = new Map(flags.map(({ id, flag }) => [flag.cause, id]));
  const newId = (flag: Flag): string => {
    const id = ids.uuid();
    idOf.set(flag.cause, id);
    return id;
  };
  const recordOf = (flag: Flag): FlagRecord => ({ id: idOf.get(flag.cause) ?? newId(flag), flag });
  const found = transition(
    machine,
    flags.map(({ flag }) => flag),
    { ...facts, findings: fewOfEachKind(facts.findings) },
    now,
  );
  const cleared = found.cleared.map((flag) => ({ change: 'cleared' as const, flag: recordOf(flag) }));
  for (const { flag } of cleared) idOf.delete(flag.flag.cause);
  const raised = found.raised.map((flag) => ({ change: 'raised' as const, flag: { id: newId(flag), flag } }));
  const changed = found.updated.map((flag) => ({ change: 'changed' as const, flag: recordOf(flag) }));
  return { open: found.open.map(recordOf), changes: [...cleared, ...raised, ...changed] };
}
