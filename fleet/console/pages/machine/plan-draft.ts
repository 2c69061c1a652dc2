import type { ConfigView, Machine } from '../../../../shared/contracts/fleet-http.ts';
import type { KioskLimits } from '../../../../shared/contracts/plan.ts';
import { type DraftRecall, draftRecalls } from './draft-recalls.ts';
import { nextKey } from './draft-rows.ts';

/**
 * A lane as the editor holds it. An empty `locked` means no lock, an empty `product` that none is
 * chosen yet.
 */
export interface DraftLane {
  readonly key: number;
  readonly lane: number;
  readonly product: string;
  readonly capacity: number;
  readonly par: number;
  readonly locked: string;
}

/** The contents of the editor. `basedOn`: the requested version it started from; null for none. */
export interface PlanDraft {
  readonly basedOn: number | null;
  readonly lanes: readonly DraftLane[];
  readonly recalls: readonly DraftRecall[];
  readonly limits: KioskLimits;
}

/**
 * The configuration that editing starts from: the desired one, else the one in force. Null if there
 * is neither.
 */
const startOf = (view: ConfigView) => view.asked ?? view.inForce;

/** The machine's own recalls before it is edited. */
export const recallsBefore = (view: ConfigView) => startOf(view)?.recalls ?? [];

/** The reason of a lock for a recall of every lot. */
export const recallLock = 'recalled';

/** The reason of a requested lock, also for a recall of every lot. Null if there is none. */
export const lockAsked = (
  { lanes, recallLocks = [] }: Pick<NonNullable<ConfigView['asked']>, 'lanes' | 'recallLocks'>,
  number: number,
): string | null =>
  lanes.find(({ lane }) => lane === number)?.locked ?? (recallLocks.includes(number) ? recallLock : null);

/** The lanes that editing begins with; those of the machine itself if it has no configuration. */
function draftLanes(view: ConfigView, machine: Machine): DraftLane[] {
  const lanes = startOf(view)?.lanes ?? machine.lanes.map((lane) => ({ ...lane, locked: null }));
  return lanes.map(({ lane, product, capacity, par, locked }) => ({
    key: nextKey(),
    lane,
    product,
    capacity,
    par,
    locked: locked ?? '',
  }));
}

/** What editing begins with. */
export const newDraft = (view: ConfigView, machine: Machine): PlanDraft => ({
  basedOn: view.asked?.version ?? null,
  lanes: draftLanes(view, machine),
  recalls: draftRecalls(recallsBefore(view)),
  limits: startOf(view)?.limits ?? {},
});

/** The shape in which drafts are kept: rises when that changes. */
const draftForm = 2;

/** A draft as it is kept over a reload. */
export const keptDraft = (draft: PlanDraft) => ({ form: draftForm, ...draft });

/** Reads a draft that was kept. Null if another version of the console kept it. */
export function readDraft(json: unknown): PlanDraft | null {
  const kept = json as (PlanDraft & { readonly form?: unknown }) | null | undefined;
  if (kept?.form !== draftForm) return null;
  const { basedOn, lanes, recalls, limits } = kept;
  return {
    basedOn,
    lanes: lanes.map((lane) => ({ ...lane, key: nextKey() })),
    recalls: recalls.map((recall) => ({ ...recall, key: nextKey() })),
    limits,
  };
}

/** A further lane, behind the last one. */
export const newLane = (lanes: readonly DraftLane[]): DraftLane => ({
  key: nextKey(),
  lane: Math.max(0, ...lanes.map(({ lane }) => lane)) + 1,
  product: '',
  capacity: 10,
  par: 10,
  locked: '',
});

/** The most boxes that a lane may be planned for, and the highest number of a lane. */
export const maxBoxes = 200;
export const lastLane = 9999;

/**
 * What is wrong with a lane of the draft, by field. Nothing is changed silently, and nothing wrong
 * is sent.
 */
export type LaneWrongs = Readonly<
  Partial<Record<'lane' | 'product' | 'capacity' | 'par', 'twice' | 'outside' | 'aboveCapacity' | 'noProduct'>>
>;

const isOutside = (value: number, first: number, last: number): boolean =>
  !Number.isInteger(value) || value < first || value > last;

/** What is wrong with one lane, given all lanes of the draft. */
export function laneWrongs(lane: DraftLane, all: readonly DraftLane[]): LaneWrongs {
  const wrongs: { -readonly [Field in keyof LaneWrongs]: LaneWrongs[Field] } = {};
  if (isOutside(lane.lane, 1, lastLane)) wrongs.lane = 'outside';
  else if (all.some((other) => other.key !== lane.key && other.lane === lane.lane)) wrongs.lane = 'twice';
  if (lane.product === '') wrongs.product = 'noProduct';
  if (isOutside(lane.capacity, 1, maxBoxes)) wrongs.capacity = 'outside';
  if (isOutside(lane.par, 0, maxBoxes)) wrongs.par = 'outside';
  else if (lane.par > lane.capacity) wrongs.par = 'aboveCapacity';
  return wrongs;
}

/** Whether the lanes of a draft may be sent. */
export const isSound = (lanes: readonly DraftLane[]): boolean =>
  lanes.every((lane) => Object.keys(laneWrongs(lane, lanes)).length === 0);
