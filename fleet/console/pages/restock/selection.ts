import { useState } from 'react';
import type { Query } from '../../api/query.ts';

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
  /** The sheet's machines with one more, for the address. Null removes the parameter. */
  with(machine: string): { machine?: readonly string[]; also: readonly string[] | null };
}

/** Which stops of the sheet of an area are selected. Initially all. */
export function useSelection(region: string, asked: Asked): Selection {
  const [{ all, except }, setSelected] = useState<Selected>(everyStop);
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
      if (!all) return { machine: [...except, machine], also: null };
      if (asked.machine.length === 0) return { also: [...asked.also.filter((each) => each !== machine), machine] };
      return {
        machine: [...asked.machine.filter((each) => !except.has(each) && each !== machine), machine],
        also: asked.also,
      };
    },
  };
}
