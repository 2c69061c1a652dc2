import type { Texts } from '../zh/texts.ts';
import { events } from './events.ts';
import { flags, nextSteps } from './flags.ts';
import { machineTexts } from './machine.ts';
import { pages } from './pages.ts';
import { stop } from './stop.ts';
import { uncounted } from './uncounted.ts';
import { words } from './words.ts';

export const texts: Texts = { words, flags, nextSteps, events, machine: machineTexts, stop, uncounted, ...pages };
