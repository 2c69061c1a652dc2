import { DiskFailure } from '../ports.ts';
import type { AgentParts } from './agent.ts';
import { nowOf } from './commit.ts';
import type { AgentHealth } from './health.ts';
import type { AgentState } from './state.ts';

/** The last lines of the ledger that a support bundle holds. */
const lastLines = 300;

/**
 * The support bundle as JSON text: health, reported state, the computer, the last errors and the
 * last lines of the ledger, which hold nothing of citizens. It has no configuration file, no key
 * and no PIN: what is not put in here can't be in it.
 */
export function bundleOf(
  { store, staff, machine, version, clock }: AgentParts,
  { facts, run }: AgentState,
  health: Pick<AgentHealth, 'health' | 'reported'>,
): string {
  const first = Math.max(1, store.last - lastLines + 1);
  const bundle = {
    bundle: 1,
    machine,
    version,
    run,
    at: new Date(nowOf(clock).at).toISOString(),
    health: health.health(),
    reported: health.reported(),
    host: staff?.host() ?? null,
    ledger: { id: store.ledger, first, lines: linesOf(store, first) },
    staff: staff?.people().map(({ id, role }) => ({ id, role })) ?? [],
    lanes: [...facts.books.lanes.values()],
  };
  const text = `${JSON.stringify(bundle, null, 1)}\n`;
  return staff?.redacted(text) ?? text;
}

/** The lines from `first` on without the names of staff; none if the disk can't be read. */
function linesOf(store: AgentParts['store'], first: number): string[] {
  if (store.last === 0) return [];
  try {
    return store.read(first, lastLines).map((line) => line.replaceAll(/"by":"(?:[^"\\]|\\.)*"/g, '"by":"-"'));
  } catch (error) {
    if (error instanceof DiskFailure) return [];
    throw error;
  }
}
