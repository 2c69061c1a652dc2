/** Every limit of the VMC V3 host side, with where it comes from. All in ms unless the name says otherwise. */

/** [VMC V3 §2] the longest frame: LEN 255 and five bytes around it. */
export const LONGEST_FRAME = 260;

/** [VMC V3 §9] a frame is sent again up to five times, with the same PackNO. */
export const ORDER_TRIES = 6;

/**
 * The board must speak this often: two POLLs at the slowest interval that 0x16 can set (2 s). Shorter: a slow board flaps. Longer: a
 * pulled cable is seen later.
 */
export const NO_RESPONSE_MS = 4_100;

/** A frame that began so long ago and is not whole never will be: at 57600 baud the longest takes 45 ms. */
export const HALF_FRAME_MS = 100;

/** [VMC V3 §9] the answer to a check may take 4 s; other answers are quicker. */
export const ANSWER_MS = 4_000;

/**
 * The board reports every selection, one at each of its turns to speak, before it lets us ask anything [VMC V3 §7]: sixty at the slowest
 * interval take two minutes.
 */
export const REPORTS_MS = 120_000;

/** [VMC V3 §9] a plain spiral's whole dispense is allowed 15 to 45 s. Whoever waits is told within 60 s [LBP/1 owes 6]. */
export const DISPENSE_MS = 45_000;

/** A sight is so long good for an order that begins: as long as with the other board. */
export const FRESH_READING_MS = 1_000;

/** [VMC V3 §9] the interval that boards are delivered with: five commands a second. */
export const POLL_MS = 200;

/** A board that polls more slowly is told to poll as delivered: looking and ordering take six of its turns, and the person waits. */
export const SLOW_POLL_MS = 500;

/** An idle board is asked for its state this often. */
export const IDLE_POLL_MS = 5_000;

/** So many bytes without one good frame are babble (a wrong baud rate, a spoilt line), fewer are a mute board. */
export const NOISE_BYTES = 16;

/** The time of what is not waited for. */
export const NEVER = Number.POSITIVE_INFINITY;
