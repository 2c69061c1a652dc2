import { Lane } from '../../shared/contracts/ids.ts';
import type { BoardEvent, BoardIdentity, FreshReading, LaneHardware } from '../board/port.ts';
import type { FoundBoard } from './find.ts';
import { until } from './until.ts';
import { laneWords } from './words.ts';

/** What the probe found out about a board without turning a motor. */
export interface Survey {
  readonly identity: BoardIdentity;
  readonly lanes: ReadonlyMap<Lane, { readonly hardware: LaneHardware; readonly drops: number | null }>;
  readonly door: 'open' | 'closed' | null;
  readonly climate: { readonly tempDeciC: number | null; readonly humidityPct: number | null } | null;
  /** The reading of the first lane, which includes the last transaction. */
  readonly reading: FreshReading | null;
}

/** A board reports everything about itself within this time, in ms. */
const REPORTED_MS = 4_000;

/**
 * A board that doesn't report its number of lanes has reported them all if nothing more comes for
 * this long, in ms.
 */
const QUIET_MS = 1_000;

/** A look is answered within this time, including its repetitions, in ms. */
const LOOK_MS = 10_000;

type Event<K extends BoardEvent['kind']> = Extract<BoardEvent, { kind: K }>;

const last = <K extends BoardEvent['kind']>(events: readonly BoardEvent[], kind: K): Event<K> | undefined =>
  events.findLast((event): event is Event<K> => event.kind === kind);

/**
 * Everything that the board reports: its lanes, door, climate, last transaction. No motor moves.
 */
export async function survey({ host, events }: FoundBoard): Promise<Survey | null> {
  const ready = last(events, 'ready');
  if (ready === undefined) return null;
  const lanesReported = (): number =>
    new Set(events.flatMap((event) => (event.kind === 'lane' ? [event.lane] : []))).size;
  const { lanes: count } = ready.identity;
  let heard = { events: 0, atMs: performance.now() };
  await until(() => {
    if (events.length > heard.events) heard = { events: events.length, atMs: performance.now() };
    const all = count === null ? performance.now() - heard.atMs >= QUIET_MS : lanesReported() >= count;
    return all && last(events, 'door') ? true : undefined;
  }, REPORTED_MS);
  const lanes = new Map(
    events.flatMap((event) => (event.kind === 'lane' ? [[event.lane, event] as const] : [])).sort(([a], [b]) => a - b),
  );
  const looked = await lookAt({ host, events }, [...lanes.keys()][0] ?? Lane.parse(1));
  return {
    identity: ready.identity,
    lanes,
    door: last(events, 'door')?.state ?? null,
    climate: last(events, 'climate') ?? null,
    reading: looked?.kind === 'looked' ? looked.reading : null,
  };
}

/** Looks at a lane; null if no answer came. */
export async function lookAt(
  { host, events }: Pick<FoundBoard, 'host' | 'events'>,
  lane: Lane,
): Promise<Event<'looked'> | Event<'look-failed'> | null> {
  const from = events.length;
  host.order({ kind: 'look', lane });
  const answer = (): Event<'looked'> | Event<'look-failed'> | undefined =>
    last(events.slice(from), 'looked') ?? last(events.slice(from), 'look-failed');
  return await until(answer, LOOK_MS);
}

/** A survey as lines for a terminal. */
export function surveyLines({ identity, lanes, door, climate, reading }: Survey): string[] {
  const drops = [...lanes.values()].flatMap((lane) => (lane.drops === null ? [] : [lane.drops]));
  const degrees = climate?.tempDeciC == null ? '–' : `${(climate.tempDeciC / 10).toFixed(1)} °C`;
  const humidity = climate?.humidityPct == null ? '–' : `${climate.humidityPct} %`;
  const doors = { open: '打开 open', closed: '关闭 closed' };
  return [
    `控制板 board: ${[identity.serial, identity.model, identity.firmware].filter((part) => part !== null).join(' · ')}`,
    `货道 lanes: ${identity.lanes ?? lanes.size}`,
    `上次交易 last transaction: ${reading === null ? '–' : (reading.before ?? '控制板不保存 this board keeps none') || '尚无 none yet'}`,
    `柜门 door: ${door === null ? '–' : doors[door]} · ${degrees} · ${humidity}`,
    drops.length > 0
      ? `落盒传感器 drop sensor: 累计 ${drops.reduce((sum, each) => sum + each, 0)} boxes ever`
      : '落盒传感器 drop sensor: 控制板不计数 this board does not count',
    ...[...lanes].map(
      ([lane, { hardware, drops: count }]) =>
        `  ${String(lane).padStart(4)}  ${laneWords[hardware]}${count === null ? '' : `  ${count}`}`,
    ),
  ];
}
