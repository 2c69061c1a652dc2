import type { Finding } from '../../shared/rules/finding.ts';
import { clearRetired, type Flag, type FlagFacts, transition } from '../../shared/rules/flag.ts';
import { limits } from '../limits.ts';
import type { FlagRecord } from '../registry/records.ts';

/** What happened to one flag. */
export interface FlagChange {
  readonly change: 'raised' | 'changed' | 'cleared';
  readonly flag: FlagRecord;
}

/** A machine's open flags after a look at it, and what that look changed. */
export interface FollowedFlags {
  readonly open: FlagRecord[];
  readonly changes: FlagChange[];
}

/** Clears what a machine leaves behind when it is retired. */
export const clearFlags = (flags: readonly FlagRecord[], now: number): FollowedFlags => ({
  open: [],
  changes: flags.map(({ id, flag }) => ({ change: 'cleared', flag: { id, flag: clearRetired(flag, now) } })),
});

/** Of each kind as many findings as a cabinet that works may have; the next comes once one of them has ended. */
function fewOfEachKind(findings: readonly Finding[]): Finding[] {
  const counts = new Map<string, number>();
  return findings.filter(({ kind }) => {
    const count = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, count);
    return count <= limits.flagsOfAKind;
  });
}

/** Holds a machine's open flags against the facts; a flag that is raised gets an id of its own. */
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
