import type { Query } from '../../api/query.ts';
import { setSearch, useSearchAll } from '../../app/address.ts';
import { useSearch } from '../../app/router.tsx';

/** The sheet's machines in the address: instead of the proposal, or in addition to it. */
export interface Asked {
  readonly machine: readonly string[];
  readonly also: readonly string[];
}

/** Which stops of the sheet are selected: all but some, or only some. */
interface Selected {
  readonly all: boolean;
  readonly except: ReadonlySet<string>;
}

const everyStop: Selected = { all: true, except: new Set() };
const noStop: Selected = { all: false, except: new Set() };

/** The stops of a sheet that are selected for the tour. */
export interface Selection {
  readonly isAll: boolean;
  readonly isNone: boolean;
  /** Requests only the selected stops, whether they are on the screen or not. */
  readonly query: Query;
  has(machine: string): boolean;
  select(machine: string, on: boolean): void;
  selectAll(): void;
  selectNone(): void;
  /** The parameters of the address that add a machine to the sheet. */
  with(machine: string): Readonly<Record<string, string | readonly string[] | null>>;
}

/** The parameters of the address for a selection. Without them all stops are selected. */
const selectionWords = ({ all, except }: Selected) => ({
  without: all ? [...except] : null,
  only: all ? null : [...except],
  none: !all && except.size === 0 ? '1' : null,
});

/** Changes the address so that the sheet shows the proposal again. */
export const proposalWords = { machine: null, also: null, ...selectionWords(everyStop) };

/**
 * The selected stops of the sheet of an area; all of them at first. The address holds the
 * selection, so that it outlives a reload.
 */
export function useSelection(region: string, asked: Asked): Selection {
  const without = useSearchAll('without');
  const only = useSearchAll('only');
  const isNone = useSearch().get('none') === '1';
  const all = !isNone && only.length === 0;
  const except: ReadonlySet<string> = new Set(all ? without : only);
  const setSelected = (next: Selected): void => setSearch(selectionWords(next));
  return {
    isAll: all && except.size === 0,
    isNone: !all && except.size === 0,
    query: all ? { region, ...asked, without: [...except] } : { region, machine: [...except] },
    has: (machine) => all !== except.has(machine),
    select: (machine, on) => {
      const next = new Set(except);
      if (on === all) next.delete(machine);
      else next.add(machine);
      setSelected({ all, except: next });
    },
    selectAll: () => setSelected(everyStop),
    selectNone: () => setSelected(noStop),
    with: (machine) => {
      const fresh = selectionWords(everyStop);
      if (!all) return { ...fresh, machine: [...except, machine], also: null };
      const isOther = (each: string) => each !== machine;
      if (asked.machine.length === 0)
        return { also: [...asked.also.filter(isOther), machine], without: [...except].filter(isOther) };
      const machines = asked.machine.filter((each) => !except.has(each) && isOther(each));
      return { ...fresh, machine: [...machines, machine], also: asked.also };
    },
  };
}
