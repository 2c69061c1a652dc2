import { type BoardName, boardNames, boards } from '../../shared/config/boards.ts';
import type { BoardEvent, BoardLoss } from '../board/port.ts';
import { type BoardHost, boardHost, type HostOptions } from './host.ts';

/** Common baud rates of boards. */
const COMMON_BAUD_RATES = [9_600, 19_200, 38_400, 57_600, 115_200];

/** One way to speak to a board. */
export interface Candidate {
  readonly driver: BoardName;
  readonly baudRate: number;
}

/** Every kind at its own speed first, then at the others. What is given narrows the list. */
export function candidates(given: { readonly driver?: BoardName; readonly baudRate?: number }): Candidate[] {
  const names = given.driver === undefined ? boardNames : [given.driver];
  const own = names.map((driver) => ({ driver, baudRate: given.baudRate ?? boards[driver].baudRate }));
  if (given.baudRate !== undefined) return own;
  const others = COMMON_BAUD_RATES.flatMap((baudRate) => names.map((driver) => ({ driver, baudRate })));
  return [...own, ...others.filter((other) => boards[other.driver].baudRate !== other.baudRate)];
}

/** A board that answered: its driver still runs, with all events so far. */
export interface FoundBoard {
  readonly candidate: Candidate;
  readonly host: BoardHost;
  readonly events: BoardEvent[];
}

/** A board kind and speed that were tried on a port, and why no board answered. */
export interface Tried {
  readonly candidate: Candidate;
  readonly loss: BoardLoss;
  readonly detail: string;
}

/** With these losses the port cannot be used, whatever the kind of board. */
const NO_PORT: readonly BoardLoss[] = ['port-missing', 'port-busy', 'port-denied', 'port-gone', 'port-error'];

/** Tries the candidates one after the other until a board answers, or the port itself fails. */
export async function findBoard(
  port: string,
  list: readonly Candidate[],
  trying: (candidate: Candidate) => void,
  more: Pick<HostOptions, 'board'> = {},
): Promise<FoundBoard | readonly Tried[]> {
  const tried: Tried[] = [];
  for (const candidate of list) {
    trying(candidate);
    const events: BoardEvent[] = [];
    let host: BoardHost | null = null;
    const loss = await new Promise<Tried | null>((resolve) => {
      host = boardHost({ ...candidate, port, ...more }, (event, detail) => {
        events.push(event);
        if (event.kind === 'ready') resolve(null);
        if (event.kind === 'lost') resolve({ candidate, loss: event.reason, detail });
      });
    });
    if (host !== null && loss === null) return { candidate, host, events };
    (host as BoardHost | null)?.close();
    if (loss !== null) tried.push(loss);
    if (loss !== null && NO_PORT.includes(loss.loss)) break;
  }
  return tried;
}
