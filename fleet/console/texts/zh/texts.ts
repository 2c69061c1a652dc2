import { events } from './events.ts';
import { flags, nextSteps } from './flags.ts';
import { machineTexts } from './machine.ts';
import { pages } from './pages.ts';
import { stop } from './stop.ts';
import { uncounted } from './uncounted.ts';
import { words } from './words.ts';

export const texts = { words, flags, nextSteps, events, machine: machineTexts, stop, uncounted, ...pages };
/** The catalogue of all texts; the English one has the same shape. */
export type Texts = typeof texts;
