import type { Lane } from '../../../../shared/contracts/ids.ts';
import { type LaneBook, laneStock, laneUncertain } from '../../../../shared/ledger/books.ts';
import type { StaffView } from '../../../../shared/screen/staff.ts';
import type { Facts } from '../../facts.ts';
import type { Now } from '../../input.ts';
import type { RuntimeState } from '../../runtime-state.ts';
import { settingsOf } from '../offers.ts';
import { isStale, lotsToRemove, newWork } from './lane-work.ts';
import type { LaneWork } from './state.ts';

type ListedLane = Extract<StaffView, { step: 'lanes' }>['lanes'][number];
type Part = Extract<StaffView, { step: 'lanes' }>['part'];

/** Lanes on one page. */
export const lanesOnPage = 6;

/** How many pages a list has. */
export const pagesOf = (entries: number, onPage: number = lanesOnPage): number =>
  Math.max(1, Math.ceil(entries / onPage));

/** The name of a lane's product: its item code if none is configured. */
export function namedLane(facts: Facts, runtime: RuntimeState, lane: Lane): Pick<ListedLane, 'lane' | 'name'> {
  const product = facts.books.lanes.get(lane)?.product ?? '';
  const named = settingsOf(facts, runtime.screen).products.find((each) => each.product === product);
  const size = named?.size ?? null;
  const both = (language: 'zh' | 'en'): string =>
    [named?.name[language] ?? product, size?.[language] ?? ''].join(' ').trim();
  return { lane, name: { zh: both('zh'), en: both('en') } };
}

/** The lanes that a part of staff mode offers, in order, with what each of them needs. */
export function lanesOf(facts: Facts, runtime: RuntimeState, part: Part, now: Now): ListedLane[] {
  const books = [...facts.books.lanes.values()].sort((a, b) => a.lane - b.lane);
  const wanted = part === 'jams' ? books.filter(({ condition }) => condition !== 'ready') : books;
  const works = runtime.staff.round?.part === part ? runtime.staff.round.works : null;
  return wanted.map((book) => {
    const work = works?.get(book.lane);
    return {
      ...namedLane(facts, runtime, book.lane),
      need: needOf(facts, runtime, book, now),
      done: work !== undefined && isDone(facts, work),
    };
  });
}

const isDone = (facts: Facts, work: LaneWork): boolean => work.isFinished && !isStale(facts, work);

function needOf(facts: Facts, runtime: RuntimeState, book: LaneBook, now: Now): ListedLane['need'] {
  if (book.condition === 'jam' || book.condition === 'absent') return 'jam';
  const work = newWork(facts, book.lane);
  if (work !== null && lotsToRemove(facts, runtime, 'round', work, now).length > 0) return 'unfit';
  if (laneUncertain(book) > 0 || book.unknownUntil) return 'count';
  if (laneStock(book) === 0 || book.condition === 'empty') return 'empty';
  return laneStock(book) < book.par ? 'low' : null;
}
