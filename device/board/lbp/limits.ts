/**
 * Every limit of the LBP/1 host side, with the sentence it comes from. All in ms unless the name
 * says otherwise.
 */

/**
 * [LBP/1 line] BODY of 1 to 120 characters, `*`, four digits, CR LF. Longer runs can't be a line.
 */
export const LONGEST_BODY = 120;
export const LONGEST_LINE = LONGEST_BODY + 7;

/** [LBP/1 requests] After this silence a line may be sent again, but never a VEND. */
export const SILENCE_MS = 300;

/**
 * How often a line is sent before the board counts as gone. Fewer: a noisy line flaps. More: a
 * pulled cable is seen later.
 */
export const ASK_TRIES = 5;

/**
 * How often the first HELLO of a greeting is sent. Some boards restart when their port is opened,
 * and do not hear anything for a second or two. Fewer would open the port, and so restart such a
 * board, for ever.
 */
export const GREETING_TRIES = 10;

/** [LBP/1 requests] IDs are 1–65535. */
export const LAST_ID = 65_535;

/** [LBP/1 owes 2] HELLO and TXN are at most this old when a VEND goes out. */
export const FRESH_READING_MS = 1_000;

/**
 * After opening, bytes are ignored for this time. The board answers "within 100 ms", so an answer
 * to an earlier process is over by then and can't be taken for ours.
 */
export const DRAIN_MS = 150;

/** How often TXN is asked while a motor turns, in case the `! DONE` was lost. */
export const RUNNING_POLL_MS = 1_000;

/** [LBP/1 final results] A motor comes home within 10 s; two more for the fall and the event. */
export const HOMING_MS = 12_000;

/** How often a homing lane is asked for its state, in case the `! LANE` was lost. */
export const HOMING_POLL_MS = 1_000;

/** An idle board is asked this often; a lost door event is seen this late at worst. */
export const IDLE_POLL_MS = 5_000;

/**
 * This many bytes without one valid line are noise (a wrong baud rate, a damaged line); fewer are a
 * mute board.
 */
export const NOISE_BYTES = 16;

/** More boxes than this from one turn are not a count: the counter is another board's. */
export const MAX_BOXES = 8;
