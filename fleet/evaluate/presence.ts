import type { Presence } from '../../shared/contracts/presence.ts';
import { limits } from '../limits.ts';

/** What is known of a machine's being there. After the fleet's own start nothing is, until it is heard. */
export interface PresenceState {
  /** The open connection, 0 for none, and since when the link is what it is; null: not known. */
  readonly connection: number;
  readonly link: { readonly up: boolean; readonly since: number } | null;
  readonly heard: number | null;
  readonly run: number;
  /** Whether the run's own heartbeat was heard over the open connection: only such a connection's will means anything. */
  readonly greeted: boolean;
  readonly last: number | null;
  readonly config: number | null;
  /** Kiosk's clock less the fleet's at the last heartbeat. */
  readonly clockOffByMs: number | null;
  /** Times at which a connection was thrown out by another one of the same identity. */
  readonly takeovers: readonly number[];
}

export const unheard: PresenceState = {
  connection: 0,
  link: null,
  heard: null,
  run: 0,
  greeted: false,
  last: null,
  config: null,
  clockOffByMs: null,
  takeovers: [],
};

const linkIs = (state: PresenceState, up: boolean, now: number): PresenceState['link'] =>
  state.link?.up === up ? state.link : { up, since: now };

/** A connection was let in. One that takes the place of an open one is a takeover. */
export function connect(state: PresenceState, connection: number, now: number): PresenceState {
  const took = state.connection !== 0 && state.link?.up === true;
  const recent = state.takeovers.filter((at) => now - at < limits.takeoverWindowMs);
  return {
    ...state,
    connection,
    greeted: false,
    link: linkIs(state, true, now),
    takeovers: took ? [...recent, now].slice(-limits.takeovers) : recent,
  };
}

/** A connection ended; the end of an older one means nothing. */
export function disconnect(state: PresenceState, connection: number, now: number): PresenceState {
  if (connection !== state.connection) return state;
  return { ...state, connection: 0, greeted: false, link: linkIs(state, false, now) };
}

/** A presence message. A will of an older run means nothing; nor does a heartbeat of an older run say anything of now. */
export function hear(state: PresenceState, presence: Presence, now: number): PresenceState {
  if (!presence.online) {
    const own = presence.run === state.run && state.connection === 0;
    return own ? { ...state, link: linkIs(state, false, now) } : state;
  }
  if (presence.run < state.run) return { ...state, heard: now, link: linkIs(state, true, now) };
  return {
    ...state,
    run: presence.run,
    greeted: true,
    heard: now,
    link: linkIs(state, true, now),
    last: presence.last,
    config: presence.config,
    clockOffByMs: presence.at - now,
  };
}

/** Whether one identity is in use twice: throw-outs that go on. */
export const isTwice = (state: PresenceState, now: number): boolean =>
  state.takeovers.filter((at) => now - at < limits.takeoverWindowMs).length >= limits.takeovers;
