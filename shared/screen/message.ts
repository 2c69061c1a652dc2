import { z } from 'zod';
import { MachineId } from '../contracts/ids.ts';
import { ShownAges, ShownInterval, ShownQuota } from './rules.ts';

/** Messages that need nothing but their text. The page has the text of each in both languages. */
export const plainMessages = [
  /** Endings of a turn. */
  'issued',
  'not-issued',
  'jammed',
  'machine-busy',
  /** What went wrong with a card. */
  'card-lifted',
  'card-unreadable',
  'card-expired',
  'card-not-yet-valid',
  'card-refused',
  'card-test',
  'card-wait',
  'card-left',
  /** What went wrong with a code. */
  'code-wrong',
  'code-expired',
  /** The chosen product is gone: a choice among the others follows. */
  'product-gone',
  'second-card-ignored',
  /** On the idle screen after a power cut in the middle of a session. */
  'power-failed',
  /** A reader that is out of order, while other ways remain. */
  'reader-out-of-order',
  'scanner-out-of-order',
  /** Why the machine as a whole gives nothing out, in plain words. */
  'out-of-stock',
  'no-way-to-identify',
  'fault',
  'starting',
  'door-open',
  'too-hot',
  'too-cold',
  'too-damp',
  'cannot-record',
  'stopped',
  'staff-at-work',
] as const;

/**
 * A sentence for the person at the machine: its key, and the values that its text names. None of
 * them comes from a card. `interval` and `quota` state the rule only: never a date, a count or a
 * place.
 */
export const ScreenMessage = z.discriminatedUnion('key', [
  z.object({ key: z.enum(plainMessages) }),
  /**
   * Nobody can know whether a box fell. `incident` is what the person reads out on the telephone:
   * it names the turn at this machine and nobody's identity. `phone` is null if none is configured.
   */
  z.object({ key: z.literal('uncertain'), incident: z.string().max(32), phone: z.string().max(40).nullable() }),
  z.object({ key: z.literal('interval'), interval: ShownInterval }),
  z.object({ key: z.literal('quota'), quota: ShownQuota }),
  z.object({ key: z.literal('age'), ages: ShownAges }),
  /** The code is for this other machine. */
  z.object({ key: z.literal('code-other-machine'), machine: MachineId }),
  /** Too many wrong codes were typed; scanning and cards go on. */
  z.object({ key: z.literal('code-pause'), seconds: z.int().min(1).max(900) }),
]);
export type ScreenMessage = z.infer<typeof ScreenMessage>;
