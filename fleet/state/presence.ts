import type { Presence } from '../../shared/contracts/presence.ts';
import { limits } from '../limits.ts';

/**
 * What is known of a machine's connection. After the fleet's start nothing is known until the
 * machine is heard.
 */
export interface PresenceState {
  /** The open connection, 0 if none, and since when the link is as it is. Null if not known. */
  readonly connection: number;
  readonly link: { readonly up: boolean; readonly since: number } | null;
  readonly heard: number | null;
  readonly run: number;
  /**
   * Whether the run's own heartbeat came over the open connection. Only the will of such a
   * connection counts.
   */
  readonly greeted: boolean;
  readonly last: number | null;
  readonly config: number | null;
  /** The kiosk's clock minus the fleet's at the last heartbeat. */
  readonly clockOffByMs: number | null;
  /** When a connection was closed because another one used the same identity. */
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

/** Notes an accepted connection. If another one was open, this is a takeover. */
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

/** Notes the end of a connection. The end of an earlier connection is ignored. */
export function disconnect(state: PresenceState, connection: number, now: number): PresenceState {
  if (connection !== state.connection) return state;
  return { ...state, connection: 0, greeted: false, link: linkIs(state, false, now) };
}

/** Notes a presence message. A will or heartbeat of an earlier run is ignored. */
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

/** Whether an identity is in use twice: takeovers go on. */
export const isTwice = (state: PresenceState, now: number): boolean =>
  state.takeovers.filter((at) => now - at < limits.takeoverWindowMs).length >= limits.takeovers;
