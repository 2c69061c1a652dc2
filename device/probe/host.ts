import type { BoardName, BoardOptions } from '../../shared/config/boards.ts';
import { SerialLine } from '../adapters/serial-line.ts';
import { boardKinds, createDriver } from '../board/catalogue.ts';
import type { BoardDriver, BoardEvent, BoardOrder } from '../board/port.ts';

/** Which port the probe opens, and as which kind of board. */
export interface HostOptions {
  readonly driver: BoardName;
  readonly port: string;
  /** If absent, the kind's own speed. */
  readonly baudRate?: number;
  /** The driver's first message number. */
  readonly firstId?: number;
  readonly board?: BoardOptions | undefined;
}

/** A driver on a real line in real time, without core and ledger. */
export interface BoardHost {
  readonly driver: BoardDriver;
  /** Monotonic ms, as needed for the driver's questions. */
  upNow(): number;
  order(order: BoardOrder): void;
  close(): void;
}

/**
 * Opens the line and runs a driver on it until `close`. `detail` is the port's own description of a
 * loss.
 */
export function boardHost(options: HostOptions, tell: (event: BoardEvent, detail: string) => void): BoardHost {
  const { baudRate, longestLine } = boardKinds[options.driver];
  const driver = createDriver(options.driver, {}, options.firstId ?? Date.now() % 65_535, options.board);
  const upNow = (): number => Math.floor(performance.now());
  let timer: NodeJS.Timeout | undefined;
  let closed = false;
  let detail = '';

  const line = new SerialLine(
    {
      port: options.port,
      baudRate: options.baudRate ?? baudRate,
      longestLine,
    },
    {
      opened() {
        detail = '';
        run((monoMs) => driver.opened(monoMs));
      },
      closed(reason, why) {
        detail = why;
        run((monoMs) => driver.closed(reason, monoMs));
      },
      received: (bytes) => run((monoMs) => driver.received(bytes, monoMs)),
    },
  );

  function run(what: (monoMs: number) => void): void {
    if (closed) return;
    what(upNow());
    for (const output of driver.take()) {
      if (output.kind === 'line') line.send(output.bytes);
      else if (output.kind === 'core') tell(output.event, detail);
      else {
        line.close();
        line.open();
      }
    }
    clearTimeout(timer);
    if (closed || driver.wakeMonoMs === null) return;
    timer = setTimeout(() => run((monoMs) => driver.wake(monoMs)), Math.max(0, driver.wakeMonoMs - upNow()));
  }

  line.open();
  return {
    driver,
    upNow,
    order: (order) => run((monoMs) => driver.order(order, monoMs)),
    close() {
      closed = true;
      clearTimeout(timer);
      line.close();
    },
  };
}
