/**
 * The promise, in plain words: every box that fell is counted exactly once, and if nobody can know
 * whether one fell, the books say so.
 *
 * It must hold whatever of the following happens, alone or together, any number of times:
 * - The cable: bytes are lost, flipped, doubled, split, delayed; noise comes between them; the plug
 *   is pulled and put back, whether the computer notices it or not; the board sends noise without
 *   end.
 * - The board: its power fails in the middle of a turn; it hangs; it is replaced by a spare that
 *   was used before, also by one that shows the same or a higher transaction; it loses its memory.
 * - The kiosk's computer: its process is killed, or its power fails, between any two of its
 *   actions.
 * - The kiosk's disk: full for a while, read-only for a while; its ledger's file is deleted while
 *   the process runs.
 * - The network: messages are lost, doubled, reordered; no network for hours; the broker restarts;
 *   old wills arrive late.
 * - The fleet: its process is killed before or after a commit; its store refuses; it is restored
 *   from yesterday's backup.
 * - Clocks: wrong by years, jumping, running too fast or too slow; far ahead, and after a power cut
 *   without a network in 1970 or years back.
 * - Citizens: they press twice, two at the same time, walk away, ask again over a power cut, ask
 *   again days later, with the same id in other letters.
 * - Staff: they open doors, restock, count, take boxes out, clear lanes, pull the plug; lots come
 *   in full width, with spaces and invisible characters. What they enter may be wrong; then the
 *   books are wrong by exactly that much until they count correctly.
 * - The operators: they send other plans and commands, stop machines and
 *   resume them, call lots back for areas and end that, move machines and register new ones,
 *   quarantine machines and release them, enter and stop staff, and change rules.
 * - Lanes: they jam, turn without giving, give two boxes.
 *
 * Three things deceive the computer in a way that it cannot detect. For them less is promised,
 * which is stated at each check that is milder for them:
 * - A drop sensor that is blind or stuck, or a box that falls after its turn was over: a box may be
 *   missing or too many in the books until the board's own counter shows it, the sensor is
 *   suspected, or a stock-take is made. Never more than one box for each such turn.
 * - A disk that reports a write as done and has not written, a disk restored from an image, a disk
 *   copied into a second kiosk: what was recorded and is lost cannot be remembered, so a request of
 *   that time may be answered again. The fleet never mixes the two ledgers: it keeps one, flags the
 *   other, and the kiosk that notices it begins a new ledger whose stock counts as uncertain until
 *   a stock-take.
 * - People who enter a wrong number.
 */
export const faultKinds = [
  'cable-noise',
  'cable-loss',
  'cable-pulled',
  'board-babbles',
  'board-power',
  'board-hangs',
  'board-swapped',
  'board-forgets',
  'process-killed',
  'power-cut',
  'killed-at-work',
  'disk-full',
  'disk-read-only',
  'disk-lies',
  'disk-image',
  'disk-cloned',
  'disk-new',
  'network-loss',
  'network-doubles',
  'network-reorders',
  'network-gone',
  'broker-restarts',
  'old-will',
  'rogue-messages',
  'fleet-killed',
  'fleet-store-fails',
  'fleet-put-back',
  'clock-jumps',
  'clock-drifts',
  'hasty-citizens',
  'citizens-leave',
  'late-questions',
  'staff-miscount',
  'door-left-open',
  'lane-jams',
  'lane-gives-nothing',
  'lane-gives-two',
  'box-falls-late',
  'sensor-blind',
  'sensor-stuck',
  'heat',
  'new-plans',
  'commands',
  'old-lots',
  'stops',
  'clock-lost',
  'ledger-deleted',
  'recalls',
  'quarantines',
  'staff-changes',
] as const;
/** A kind of fault that a seed can switch on. */
export type FaultKind = (typeof faultKinds)[number];

/** How often each kind happened. */
export type FaultCounts = Map<FaultKind, number>;
