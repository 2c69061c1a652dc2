import { inArea, root } from '../../shared/areas/jiangxi.ts';
import type { YearQuery, YearReport } from '../../shared/contracts/fleet/area.ts';
import type { MachineId } from '../../shared/contracts/ids.ts';
import { yearOf } from '../../shared/rules/calendar.ts';
import type { MachineState } from '../core/fleet-state.ts';
import { stoodWithin, type YearAsked, YearBook, type YearBoxes, yearRow } from '../core/year-report.ts';
import { type Context, today } from './context.ts';

/** Years that are kept at once: the one that goes on, and one that somebody compares it with. */
const yearsKept = 2;
/** Machines whose doubts are asked for one by one; of more, all of the year are read at once. */
const fewMachines = 200;
/** Lines that are made in one go, before others have their turn: a few ms. */
const linesInOneGo = 500;

interface Kept {
  readonly asked: YearAsked;
  readonly book: YearBook;
  /** Machines that changed since the book was last looked at. */
  readonly waiting: Set<MachineId>;
}

/** The plain verdict on a year: as things stand, or closed. */
export class YearDesk {
  readonly #context: Context;
  readonly #kept = new Map<string, Kept>();
  #last: Promise<void> = Promise.resolve();

  constructor(context: Context) {
    this.#context = context;
  }

  /** The report of an area that the asker may see. */
  async report(query: YearQuery, region: string): Promise<YearReport> {
    const { clock, rules } = this.#context;
    const day = today(this.#context);
    const year = query.year ?? yearOf(day);
    const { target, paceMinDays: minDays } = rules;
    const kept = this.#of({ year, today: day, target, minDays });
    const turn = this.#last.then(() => this.#bringUp(kept));
    this.#last = turn.catch(() => undefined);
    await turn;
    const moved = await this.#moved(kept.asked, region);
    const areas = kept.book.areas(region, moved);
    const page = kept.book.page(region, moved, query);
    return { asOf: clock.now(), region, year, closed: year < yearOf(day), target, areas, ...page };
  }

  #of(asked: YearAsked): Kept {
    const changed = this.#context.shown.takeChanged();
    for (const { waiting } of this.#kept.values()) for (const machine of changed) waiting.add(machine);
    const key = `${asked.year} on ${asked.today}`;
    const kept = this.#kept.get(key) ?? {
      asked,
      book: new YearBook(asked),
      waiting: new Set(this.#context.machines.keys()),
    };
    this.#kept.delete(key);
    this.#kept.set(key, kept);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > yearsKept && oldest !== undefined) this.#kept.delete(oldest);
    return kept;
  }

  /** Makes the lines anew of which something changed. */
  async #bringUp({ asked, book, waiting }: Kept): Promise<void> {
    if (waiting.size === 0) return;
    const { machines, shown, clock } = this.#context;
    const some = [...waiting];
    waiting.clear();
    try {
      const uncertain = await this.#doubts(root, asked.year, some.length > fewMachines ? null : some);
      for (const [index, machine] of some.entries()) {
        const state = machines.get(machine);
        if (clock.rest && index % linesInOneGo === linesInOneGo - 1) await clock.rest(0);
        if (!state) continue;
        const boxes = this.#boxes(state, asked, uncertain);
        book.put(machine, shown.moved.has(machine) ? null : yearRow(state, asked, boxes));
      }
    } catch (error) {
      for (const machine of some) waiting.add(machine);
      throw error;
    }
  }

  async #doubts(
    area: string,
    year: number,
    machines: readonly MachineId[] | null,
  ): Promise<ReadonlyMap<MachineId, number>> {
    const doubts = await this.#context.store.yearDoubts(area, year, machines);
    return new Map(doubts.map((each) => [each.machine, each.uncertain]));
  }

  #boxes(
    { record: { machine }, account }: MachineState,
    { year, today: day }: YearAsked,
    uncertain: ReadonlyMap<MachineId, number>,
  ): YearBoxes {
    return {
      judged: year === yearOf(day) ? (this.#context.shown.machines.brief(machine)?.boxes ?? null) : null,
      fallen: account.issuedYears[year] ?? 0,
      uncertain: uncertain.get(machine) ?? 0,
    };
  }

  /** The lines of machines that stand in an area and stood in another county before: of their boxes, those that fell in the area. */
  async #moved(asked: YearAsked, region: string) {
    const { shown, machines, store } = this.#context;
    const within = inArea(region);
    const here = [...shown.moved].flatMap((machine) => {
      const state = machines.get(machine);
      return state && within(state.record.region) ? [state] : [];
    });
    if (here.length === 0) return [];
    const elsewhere = here.flatMap(({ record }) => (stoodWithin(record, region) ? [] : [record.machine]));
    const [uncertain, issues] = await Promise.all([
      this.#doubts(
        region,
        asked.year,
        here.map(({ record }) => record.machine),
      ),
      elsewhere.length === 0 ? [] : store.yearIssues(region, asked.year, elsewhere),
    ]);
    const fallen = new Map(elsewhere.map((machine) => [machine, 0]));
    for (const { machine, issued } of issues) fallen.set(machine, issued);
    return here.flatMap((state) => {
      const boxes = this.#boxes(state, asked, uncertain);
      return yearRow(state, asked, { ...boxes, fallen: fallen.get(state.record.machine) ?? boxes.fallen }) ?? [];
    });
  }
}
