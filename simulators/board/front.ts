import type { WrittenCard } from '../reader/card.ts';
import { type ReaderFault, SamModel } from '../reader/sam-model.ts';
import type { BoardPort, OpenPort } from './port.ts';

/**
 * What a tester has in front of the cabinet: a card reader and a scanner, each on a serial line of
 * its own. A card that was laid down stays until it is lifted.
 */
export interface SimulatedFront {
  lay(card: WrittenCard): void;
  lift(): void;
  /** How often the host looked for a card and none was found. */
  readonly emptyLooks: number;
  /** The next reading goes wrong; `not-licensed` stays until `mended`. */
  fail(fault: ReaderFault): void;
  mended(): void;
  /** Pulls the reader's cable, or puts it back: a new port, the same link. */
  unplug(): void;
  plug(): Promise<void>;
  /** The scanner reads a code. */
  scan(text: string): void;
  close(): void;
}

/** The serial lines of a front; null for what it does not have. */
export interface FrontPorts {
  readonly reader: OpenPort | null;
  readonly scanner: OpenPort | null;
  /** What the photos of cards are filled with; 0 unless given. */
  readonly photo?: number;
  readonly onFailure: (error: Error) => void;
}

/** Opens the lines of a front. Rejects if one of them cannot be opened. */
export async function openFront({ reader, scanner, photo = 0, onFailure }: FrontPorts): Promise<SimulatedFront> {
  const model = new SamModel();
  const onLost = (reason: string): void => onFailure(new Error(reason));
  const openReader = async (): Promise<BoardPort | null> => {
    const port: BoardPort | null =
      (await reader?.({
        onBytes: (bytes) => {
          for (const answer of model.receive(bytes)) port?.write(answer);
        },
        onLost,
      })) ?? null;
    return port;
  };
  let readerPort = await openReader();
  const scannerPort = (await scanner?.({ onBytes: () => {}, onLost })) ?? null;
  return {
    lay: (card) => model.lay(card, photo),
    lift: () => model.lift(),
    get emptyLooks() {
      return model.emptyLooks;
    },
    fail: (fault) => model.fail(fault),
    mended: () => model.mended(),
    unplug() {
      readerPort?.close();
      readerPort = null;
    },
    async plug() {
      readerPort ??= await openReader();
    },
    scan: (text) => scannerPort?.write(new TextEncoder().encode(`${text}\r`)),
    close() {
      readerPort?.close();
      scannerPort?.close();
    },
  };
}
