import type { ConfigView, Machine } from '../../../../shared/contracts/fleet-http.ts';

/** A lane as the editor holds it. An empty `locked` means no lock. */
export interface DraftLane {
  readonly key: number;
  readonly lane: number;
  readonly product: string;
  readonly capacity: number;
  readonly par: number;
  readonly locked: string;
}

/** A recall as the editor holds it. An empty `lot` was not entered yet. */
export interface DraftRecall {
  readonly key: number;
  readonly product: string;
  readonly lot: string;
}

let lastKey = 0;
/** Identifies rows while their contents are edited. */
const nextKey = (): number => {
  lastKey += 1;
  return lastKey;
};

/**
 * The configuration that editing starts from: the desired one, else the one in force. Null if there
 * is neither.
 */
export const startOf = (view: ConfigView) => view.asked ?? view.inForce;

/** The lanes that editing starts from. If the machine has no configuration, its own lanes. */
export function draftLanes(view: ConfigView, machine: Machine): DraftLane[] {
  const lanes = startOf(view)?.lanes ?? machine.lanes.map((lane) => ({ ...lane, locked: null }));
  return lanes.map(({ lane, product, capacity, par, locked }) => ({
    ...{ key: nextKey(), lane, product, capacity, par },
    locked: locked ?? '',
  }));
}

/** The recalls that editing starts from. */
export const draftRecalls = (view: ConfigView): DraftRecall[] =>
  (startOf(view)?.recalls ?? []).map(({ product, lot }) => ({ key: nextKey(), product, lot: lot ?? '' }));

/** A new lane after the last one. */
export const newLane = (lanes: readonly DraftLane[], product: string): DraftLane => ({
  key: nextKey(),
  lane: Math.max(0, ...lanes.map(({ lane }) => lane)) + 1,
  product,
  capacity: 10,
  par: 10,
  locked: '',
});

/** A new recall, whose lot is still to be entered. */
export const newRecall = (product: string): DraftRecall => ({ key: nextKey(), product, lot: '' });

/** Rows with one of them changed. */
export const withChange = <Row extends { readonly key: number }>(
  rows: readonly Row[],
  key: number,
  change: Partial<Row>,
): Row[] => rows.map((row) => (row.key === key ? { ...row, ...change } : row));

/** Rows without one of them. */
export const without = <Row extends { readonly key: number }>(rows: readonly Row[], key: number): Row[] =>
  rows.filter((row) => row.key !== key);

/** The most boxes that a lane may be planned for, and the highest number of a lane. */
export const maxBoxes = 200;
export const lastLane = 9999;

/**
 * What is wrong with a lane of the draft, by field. Nothing is changed silently, and nothing wrong
 * is sent.
 */
export type LaneWrongs = Readonly<Partial<Record<'lane' | 'capacity' | 'par', 'twice' | 'outside' | 'aboveCapacity'>>>;

const isOutside = (value: number, first: number, last: number): boolean =>
  !Number.isInteger(value) || value < first || value > last;

/** What is wrong with one lane, given all lanes of the draft. */
export function laneWrongs(lane: DraftLane, all: readonly DraftLane[]): LaneWrongs {
  const wrongs: { -readonly [Field in keyof LaneWrongs]: LaneWrongs[Field] } = {};
  if (isOutside(lane.lane, 1, lastLane)) wrongs.lane = 'outside';
  else if (all.some((other) => other.key !== lane.key && other.lane === lane.lane)) wrongs.lane = 'twice';
  if (isOutside(lane.capacity, 1, maxBoxes)) wrongs.capacity = 'outside';
  if (isOutside(lane.par, 0, maxBoxes)) wrongs.par = 'outside';
  else if (lane.par > lane.capacity) wrongs.par = 'aboveCapacity';
  return wrongs;
}

/** Whether a draft may be sent. */
export const isSound = (lanes: readonly DraftLane[]): boolean =>
  lanes.every((lane) => Object.keys(laneWrongs(lane, lanes)).length === 0);
