import { expect, onTestFinished } from 'vitest';
import type { Lane, ProductCode } from '../../../shared/contracts/ids.ts';
import type { BoardPort, PortEvents } from '../../../simulators/board/port.ts';
import { BoardRuntime } from '../../../simulators/board/runtime.ts';
import { stateInMemory } from '../../../simulators/board/state-dir.ts';
import { serveAgentOn } from './kiosk-http.ts';

/**
 * The day on which the documents' examples are tried: their expiries are later, and not too far in
 * the future.
 */
const documentsDayMs = Date.UTC(2026, 10, 29, 4);

const planned = (lane: number, product: string) => ({
  lane: lane as Lane,
  product: product as ProductCode,
  capacity: 10,
  par: 10,
});

/**
 * A real agent with its HTTP server, on a simulated board in the same process whose motors are
 * fast: CD-M in lanes 1 and 3, CD-L in 2. Ready to give out.
 */
export async function simulatedKiosk(boxes = 10) {
  let host: PortEvents | null = null;
  let heard: (bytes: Uint8Array) => void = () => {};
  const port: BoardPort = { path: 'memory', write: (bytes) => heard(Uint8Array.from(bytes)), close() {} };
  const board = new BoardRuntime({
    driver: 'lbp',
    lanes: 4,
    boxes,
    speed: 60,
    baudRate: 0,
    seed: 1,
    state: stateInMemory(),
    openPort: async (events) => {
      host = events;
      return port;
    },
    onFailure: (error) => expect.fail(error.message),
  });
  await board.start();
  onTestFinished(() => board.close());
  const kiosk = await serveAgentOn({
    lanes: [planned(1, 'CD-M'), planned(2, 'CD-L'), planned(3, 'CD-M')],
    atMs: documentsDayMs,
    lineFor: (line) => {
      heard = (bytes) => line().received(bytes);
      return {
        open: () => setImmediate(() => line().opened()),
        send: (bytes) => host?.onBytes(bytes),
        close() {},
      };
    },
  });
  await expect.poll(async () => (await kiosk.ask('/healthz')).status, { timeout: 20_000, interval: 20 }).toBe(200);
  return { ...kiosk, board };
}
