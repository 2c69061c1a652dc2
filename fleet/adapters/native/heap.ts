import { setFlagsFromString } from 'node:v8';

/** How much the heap may grow past what lives in it before all of it is marked, in percent of that. V8's own bound is 300. */
const growthPercent = 200;

/**
 * Gives the heaps of this process and its threads room. V8 counts a packet's bytes as growth of the heap, though nearly all are dead within
 * milliseconds: while kiosks catch up, it would mark the whole heap some six times a second, for a third of the server's time.
 */
export const giveHeapRoom = (): void => setFlagsFromString(`--heap-growing-percent=${growthPercent}`);
