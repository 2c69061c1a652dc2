/**
 * Every limit of the VMC V3 host side, with its source. All in ms unless the name says otherwise.
 */

/** [VMC V3 §2] The longest frame: LEN 255 and five bytes around it. */
export const LONGEST_FRAME = 260;

/** [VMC V3 §9] A frame is sent again up to five times, with the same PackNO. */
export const ORDER_TRIES = 6;

/**
 * The board must speak this often: two POLLs at the slowest interval that 0x16 can set (2 s).
 * Shorter: a slow board flaps. Longer: a pulled cable is seen later.
 */
export const NO_RESPONSE_MS = 4_100;

/**
 * A frame that is incomplete after this time will stay so: at 57600 baud the longest takes 45 ms.
 */
export const HALF_FRAME_MS = 100;

/** [VMC V3 §9] The answer to a check may take 4 s; other answers are quicker. */
export const ANSWER_MS = 4_000;

/**
 * The board reports every selection, one each time it speaks, before it lets us ask anything [VMC
 * V3 §7]: sixty at the slowest interval take two minutes.
 */
export const REPORTS_MS = 120_000;

/**
 * [VMC V3 §9] A plain spiral's whole dispense may take 15 to 45 s. A waiting caller is answered
 * within 60 s [LBP/1 owes 6].
 */
export const DISPENSE_MS = 45_000;

/** How long a reading is good enough to start an order; the same as for the other board. */
export const FRESH_READING_MS = 1_000;

/** [VMC V3 §9] The default interval of boards: five commands a second. */
export const POLL_MS = 200;

/**
 * A board that polls more slowly is set to the default interval: looking and ordering take six of
 * its polls, and the person waits.
 */
export const SLOW_POLL_MS = 500;

/** An idle board is asked for its state this often. */
export const IDLE_POLL_MS = 5_000;

/**
 * This many bytes without one good frame are noise (a wrong baud rate, a damaged line); fewer are a
 * mute board.
 */
export const NOISE_BYTES = 16;

/** The time of something that is not waited for. */
export const NEVER = Number.POSITIVE_INFINITY;
