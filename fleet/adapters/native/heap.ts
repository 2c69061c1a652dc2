import { setFlagsFromString } from 'node:v8';

/**
 * How much the heap may grow beyond its live objects before a full collection, in percent of them.
 * V8's own limit is 300.
 */
const growthPercent = 200;

/**
 * Lets the heaps of this process and its threads grow. V8 counts a packet's bytes as growth of the
 * heap, although nearly all are garbage within milliseconds. While kiosks catch up, it would
 * otherwise mark the whole heap about six times a second, which takes a third of the server's time.
 */
export const giveHeapRoom = (): void => setFlagsFromString(`--heap-growing-percent=${growthPercent}`);
