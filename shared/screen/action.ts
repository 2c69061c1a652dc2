import { z } from 'zod';
import { ProductCode } from '../contracts/ids.ts';
import { StaffAction } from './staff.ts';

/** The ways to identify, as the screen offers them. */
export const IdentityWay = z.enum(['card', 'code', 'scan']);
export type IdentityWay = z.infer<typeof IdentityWay>;

/**
 * What the person at the screen did. None of these gives a box by itself while identification is
 * on. An action that the present screen does not offer changes nothing.
 */
export const ScreenAction = z.discriminatedUnion('do', [
  /** Any touch that hits nothing: only the time until idle begins again. */
  z.object({ do: z.literal('touch') }),
  /** From idle to the products. */
  z.object({ do: z.literal('start') }),
  z.object({ do: z.literal('choose'), product: ProductCode }),
  /** The next or previous page of products. */
  z.object({ do: z.literal('turn-page'), to: z.enum(['next', 'previous']) }),
  /** One screen back; not offered once a card or code is accepted. */
  z.object({ do: z.literal('back') }),
  /** Ends the session: to idle at once. Not offered while a box is on its way. */
  z.object({ do: z.literal('cancel') }),
  /** The answer to the warning that the time is nearly over. */
  z.object({ do: z.literal('more-time') }),
  z.object({ do: z.literal('language'), language: z.enum(['zh', 'en']) }),
  /** Large type and long times, until idle. It has no English. */
  z.object({ do: z.literal('large-type'), on: z.boolean() }),
  /** Shows how to use this way; every configured way works on the identify screen anyway. */
  z.object({ do: z.literal('way'), way: IdentityWay }),
  /** A pick-up code that was typed, with or without its space. */
  z.object({ do: z.literal('code'), code: z.string().max(16) }),
  /** Asks for staff mode: a long press on the machine's number. */
  z.object({ do: z.literal('staff-mode') }),
  /** Whatever is done in staff mode. */
  z.object({ do: z.literal('staff'), staff: StaffAction }),
]);
export type ScreenAction = z.infer<typeof ScreenAction>;

/**
 * POST /api/screen/action. `screen` is the number of the screen on which the person acted (see
 * `ScreenView`): an action on an earlier screen changes nothing, so a double tap counts once.
 *
 * Instead of an action, a hardware button: 1 is the topmost or leftmost. It does what `buttons` of
 * the view says.
 */
export const PostedAction = z.union([
  z.object({ screen: z.int().min(0), action: ScreenAction }),
  z.object({ screen: z.int().min(0), button: z.int().min(1).max(4) }),
]);
export type PostedAction = z.infer<typeof PostedAction>;

/** The answer: whether the action changed something. What it changed comes as the next view. */
export const ActionAnswer = z.object({ taken: z.boolean() });
export type ActionAnswer = z.infer<typeof ActionAnswer>;

/**
 * POST /api/screen/heartbeat, every 2 s: the page lives and draws. `screen` is the number of the
 * screen that it shows. The agent restarts a browser that it has not heard for 15 s, or for 5 s in
 * a session.
 */
export const Heartbeat = z.object({
  /** The build of the page, as its HTML states it. */
  page: z.string().max(64),
  screen: z.int().min(0),
  /** Elements in the document, and the size of the JavaScript heap in bytes, if known. */
  elements: z.int().min(0).optional(),
  heapBytes: z.int().min(0).optional(),
  /** Touches that the page dropped as ghosts since it was loaded. */
  ghostTouches: z.int().min(0).optional(),
});
export type Heartbeat = z.infer<typeof Heartbeat>;

/** The answer: whether the page is to load itself again now. It is true only while idle. */
export const HeartbeatAnswer = z.object({ reload: z.boolean() });
export type HeartbeatAnswer = z.infer<typeof HeartbeatAnswer>;
