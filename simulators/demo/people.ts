import { setTimeout as pause } from 'node:timers/promises';
import { ReportedState } from '../../shared/contracts/reported.ts';
import { addDays, formatDay } from '../../shared/rules/calendar.ts';
import { residentCard, withCheck } from '../reader/card.ts';
import { dayOf } from './days.ts';
import { ask, type LiveKiosk, post, screenNow, staffPin } from './live-kiosk.ts';
import { randomOf } from './random.ts';

const wishes = [
  ['CD-M', 5],
  ['CD-L', 2],
  ['CD-S', 1],
  ['GL-5', 1],
  ['SP-50', 1],
] as const;

/** The filler comes when all lanes together have fewer boxes than this share of their capacity. */
const lowShare = 0.4;
const fillerEveryMs = 60_000;
/** The wait while the board has not answered yet. */
const fillerAgainMs = 2_000;
const calmAfterMs = 10 * 60_000;
const longestWaitMs = 30 * 60_000;
const cardAfterMs = 2_000;
const cardForMs = 3_000;
const filler = '演示补货员';

/**
 * The people of the live kiosks: citizens who now and then ask for a box, and a filler who comes
 * when a machine runs low. Ends with the signal.
 */
export function peopleOf(kiosks: readonly LiveKiosk[], seed: number, signal: AbortSignal): Promise<unknown> {
  return Promise.all(kiosks.flatMap((kiosk) => [citizens(kiosk, seed, signal), fillers(kiosk, signal)]));
}

async function citizens(kiosk: LiveKiosk, seed: number, signal: AbortSignal): Promise<void> {
  const began = Date.now();
  const random = randomOf(seed, 'citizens', kiosk.place.machine, began);
  for (;;) {
    // Busy while somebody has just started to watch, then slower and slower.
    const calm = 1 + (Date.now() - began) / calmAfterMs;
    const waitMs = -Math.log(1 - random.roll()) * kiosk.place.citizenEveryS * 1000 * calm;
    if (!(await rest(Math.min(waitMs, longestWaitMs), signal))) return;
    // A kiosk that can't be reached or is out of service is reported elsewhere.
    const product = random.weighted(wishes);
    if (kiosk.place.identifies) await atScreen(kiosk, product, random.roll(), signal).catch(() => null);
    else await ask(kiosk.http, product, signal).catch(() => null);
  }
}

/**
 * Somebody with a card: chooses at the screen, lays the card down, and takes it away again. Does
 * nothing while there is a session.
 */
async function atScreen(kiosk: LiveKiosk, product: string, chance: number, signal: AbortSignal): Promise<void> {
  const number = withCheck(`00000019900101${String(Math.floor(chance * 1000)).padStart(3, '0')}`);
  const view = await screenNow(kiosk.http, signal);
  if (view.shows.screen !== 'idle') return;
  const action = { screen: view.screen, action: { do: 'choose', product } };
  await post(`${kiosk.http}/api/screen/action`, JSON.stringify(action), signal);
  if (!(await rest(cardAfterMs, signal))) return;
  kiosk.front.lay(residentCard(number));
  await rest(cardForMs, signal);
  kiosk.front.lift();
}

async function fillers(kiosk: LiveKiosk, signal: AbortSignal): Promise<void> {
  for (;;) {
    const looked = await fill(kiosk, signal).catch(() => false);
    if (!(await rest(looked ? fillerEveryMs : fillerAgainMs, signal))) return;
  }
}

/** True after the time; false if the demo ends. */
const rest = (ms: number, signal: AbortSignal): Promise<boolean> => pause(ms, true, { signal }).catch(() => false);

/**
 * Checks a kiosk. If it runs low: clears jams, books boxes and puts them in. False if its board
 * does not answer yet.
 */
async function fill(kiosk: LiveKiosk, signal: AbortSignal): Promise<boolean> {
  const state = ReportedState.parse(await (await fetch(`${kiosk.http}/api/state`, { signal })).json());
  const stock = state.lanes.reduce((sum, lane) => sum + lane.stock, 0);
  const room = state.lanes.reduce((sum, lane) => sum + lane.capacity, 0);
  if (state.board.state !== 'ready') return false;
  if (stock >= lowShare * room) return true;
  const day = dayOf(Date.now());
  const lot = formatDay(addDays(day, -120)).replaceAll('-', '');
  const expires = formatDay(addDays(day, 1200));
  const by = { by: filler, pin: staffPin };
  for (const { lane, uncertain } of state.lanes)
    if (uncertain > 0) {
      const boxes = kiosk.runtime.cabinet.lane(lane)?.boxes ?? 0;
      await post(`${kiosk.http}/api/count`, JSON.stringify({ ...by, lanes: [{ lane, stock: boxes }] }), signal);
    }
  for (const { lane, state: what } of state.lanes)
    if (what === 'jam') await post(`${kiosk.http}/api/clear`, JSON.stringify({ ...by, lane }), signal);
  const lanes = state.lanes
    .map(({ lane, product, capacity }) => {
      const there = kiosk.runtime.cabinet.lane(lane)?.boxes ?? capacity;
      return { lane, product, lot, expires, added: capacity - there };
    })
    .filter(({ added }) => added > 0);
  if (lanes.length === 0) return true;
  const done = await post(`${kiosk.http}/api/restock`, JSON.stringify({ ...by, lanes }), signal);
  if (done.done !== true) return false;
  kiosk.runtime.do((_board, nowMs) => {
    for (const { lane, added } of lanes) kiosk.runtime.cabinet.put(lane, added, nowMs);
  });
  return true;
}
