/** Every bound of the fleet server: its name, unit and reason. */
export const limits = {
  /** Largest MQTT packet in bytes: a batch of 64 KiB [MQTT contract, batch] and its topic; a bigger one closes the connection before it is held in memory. */
  packetBytes: 66_560,
  /** Bytes of one `presence`, `state` or `results` payload. A reported state of 100 lanes with lots is near 40 KiB. */
  reportBytes: 65_536,
  /** Batches gathered into one transaction at most. More: fewer syncs under load; fewer: receipts come sooner one by one. */
  groupBatches: 512,
  /** Bytes gathered into one transaction at most. More: all who catch up wait for one long commit; fewer: more syncs. */
  groupBytes: 1024 * 1024,
  /** Batches waiting for their turn at most; what comes past it is dropped without a receipt and sent again by its kiosk. */
  waitingBatches: 20_000,
  waitingBytes: 64 * 1024 * 1024,
  /** Lines folded in one go, so that intake never waits long behind it. */
  foldLines: 400,
  /**
   * Lanes, lots and open turns that a machine's account may hold: ten times what a cabinet of 100 lanes has. One that holds more is set aside, since
   * each of its lines costs so much more.
   */
  accountHolds: 5000,
  /**
   * What one machine may have stored within `quotaMs`: its lines, their bytes, and ledgers that begin. A kiosk writes some thousand lines a day and a
   * new ledger with a new disk, so that a year that was kept back is caught up within two days.
   */
  quotaMs: 24 * 3_600_000,
  quotaLines: 200_000,
  quotaBytes: 64 * 1024 * 1024,
  quotaLedgers: 20,
  /** How soon a configuration is sent again over the same connection: a kiosk that has it not in force says so with every heartbeat. */
  configAgainMs: 10_000,
  /** Bytes that may wait for a kiosk that reads slowly before its connection is closed. */
  socketBytes: 1024 * 1024,
  /** How soon a machine that could not be evaluated is tried again. */
  evaluateAgainMs: 3_600_000,
  /** Machines evaluated and stored in one go. */
  evaluationSlice: 25,
  /** Connections let in a second, all machines together: a returning fleet arrives at once in spite of jitter, and each handshake costs. */
  connectsPerSecond: 400,
  /** Connection attempts of one address in ten seconds: many kiosks may stand behind one carrier's address. */
  connectsPerAddress: 1000,
  /** Throw-outs of one identity within the window that make it "used twice". A kiosk's own quick reconnect gives one or two. */
  takeovers: 4,
  takeoverWindowMs: 10 * 60_000,
  /** How long a command that was sent waits before it is sent again to a kiosk that is present. */
  commandAgainMs: 30_000,
  /** After a command's expiry a kiosk that had it may still answer; then nobody can know. */
  commandGraceMs: 120_000,
  /** Runs of a kiosk whose clock is remembered: lines of older ones were received long ago. */
  clockRuns: 8,
  /** Years that an event can be placed in: before the project nothing was issued. */
  earliestAt: Date.UTC(2020, 0, 1),
  /** Boxes in one lane at most: what a planogram may plan. */
  laneBoxes: 200,
  /** Lanes of one machine at most: those of a planogram, and those of two before it that still hold boxes. */
  lanes: 300,
  /** Turns in a row without a box that was seen: a kiosk stops at 40 of them at the latest. */
  unseenTurns: 64,
  /** Boxes that fall unasked in one turn at most; a kiosk takes more for noise on its line. */
  unaskedBoxes: 8,
  /** Boxes in a row that may come faster than a motor turns: one that hung falls with the next turn's, or at its first shake. */
  quickBoxes: 5,
  /** Flags of one kind that a machine has at most: one a lane of the largest cabinet. A hostile machine's books may hold thousands of expired lots. */
  flagsOfAKind: 100,
  /** Forks of one machine that are kept and flagged, that of its ledger at hand aside: a kiosk has one, a hostile machine any number. */
  forks: 4,
  /** Groups of lines of one machine that wait for a person's decision: one a ledger and reason. More is kept and shown in the ledger all the same. */
  uncountedGroups: 50,
  /** Sign-in tries a user and address may fail before it is slowed down, and for how long. */
  signInTries: 5,
  signInSlowMs: 60_000,
  /** How long a signed-in browser stays so without being used. */
  sessionMs: 12 * 3_600_000,
  /** Messages kept for a slow reader of the stream before it is told that it is behind. */
  streamMessages: 500,
  /** Streams open at once. */
  streams: 500,
  /** Heartbeat times are written to the database this often, all in one transaction. */
  presenceSaveMs: 60_000,
} as const;
