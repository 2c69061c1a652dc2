/** Every bound of the fleet server but its deadlines: its name, unit and reason. */
export const limits = {
  /**
   * Largest MQTT packet in bytes: a batch of 64 KiB [MQTT contract, batch] and its topic; a larger
   * packet closes the connection before it is held in memory.
   */
  packetBytes: 66_560,
  /**
   * Bytes of one `presence`, `state` or `results` payload. A reported state of 100 lanes with lots
   * is near 40 KiB.
   */
  reportBytes: 65_536,
  /**
   * Most batches in one transaction. More: fewer syncs under load. Fewer: single receipts come
   * sooner.
   */
  groupBatches: 512,
  /**
   * Most bytes in one transaction. More: kiosks that catch up wait for one long commit. Fewer: more
   * syncs.
   */
  groupBytes: 1024 * 1024,
  /**
   * Most batches that wait to be stored, and their bytes. Further batches are dropped without a
   * receipt, and their kiosks send them again.
   */
  waitingBatches: 20_000,
  waitingBytes: 64 * 1024 * 1024,
  /** Lines that one step of the filling takes: some ten milliseconds of the store's time. */
  fillLines: 4000,
  /** Lines folded in one step, so that ingest never waits long for folding. */
  foldLines: 400,
  /**
   * Lanes, lots and open turns that a machine's account may hold: ten times what a cabinet of 100
   *   lanes has. A machine with more is set aside, because the cost of a line grows with them.
   */
  accountHolds: 5000,
  /**
   * What the fleet stores of one machine within `quotaMs`: lines, their bytes, and new ledgers. A
   *   kiosk writes about a thousand lines a day, and a new ledger with a new disk. So a kiosk that
   *   was offline for a year catches up within two days.
   */
  quotaMs: 24 * 3_600_000,
  quotaLines: 200_000,
  quotaBytes: 64 * 1024 * 1024,
  quotaLedgers: 20,
  /**
   * Messages of any kind that the fleet takes from one machine within `quotaMs`. A kiosk sends some
   *   two thousand a day, and a thousand batches when it was offline for a year.
   */
  quotaMessages: 100_000,
  /**
   * Wrong secrets for one machine within the window before somebody else is suspected. A kiosk with
   * an outdated secret tries about 120 times an hour.
   */
  wrongSecrets: 200,
  wrongSecretsWindowMs: 3_600_000,
  /**
   * How soon a configuration is sent again over the same connection. Every heartbeat of a kiosk
   * that does not have it in force asks for it.
   */
  configAgainMs: 10_000,
  /** Most bytes that may wait for a kiosk that reads slowly; then its connection is closed. */
  socketBytes: 1024 * 1024,
  /** How soon a machine that could not be evaluated is tried again. */
  evaluateAgainMs: 3_600_000,
  /** Machines evaluated in one step. */
  evaluationSlice: 25,
  /**
   * Most new connections per second, of all machines together. After an outage a whole fleet
   * reconnects at once in spite of jitter, and each handshake costs CPU time.
   */
  connectsPerSecond: 400,
  /**
   * Most connection attempts of one address in ten seconds and in one. Many kiosks may share one
   * carrier's address; but one address may never take the turn of all others.
   */
  connectsPerAddress: 1000,
  connectsPerAddressPerSecond: 200,
  /**
   * Most connections on which no machine is signed in yet, of all addresses and of one. Each is
   * closed after ten seconds.
   */
  waitingConnections: 2000,
  waitingConnectionsOfAddress: 500,
  /** Largest CONNECT packet in bytes. A kiosk's has a few hundred. */
  connectBytes: 4096,
  /** How long an enrolment code works. */
  enrolmentMs: 24 * 3_600_000,
  /**
   * Keys with which one machine may connect: the one in use, the one that its kiosk made to replace
   * it, and as many of a new computer.
   */
  machineKeys: 4,
  /**
   * Wrong enrolments and renewals of one address, and of one address for one machine, within the
   * window. Then its further requests are refused unread.
   */
  enrolmentTries: 20,
  enrolmentTriesOfMachine: 6,
  enrolmentWindowMs: 60_000,
  /**
   * How often one identity may replace its own connection within the window before it is flagged as
   * used twice. A kiosk's own quick reconnect does so once or twice.
   */
  takeovers: 4,
  takeoverWindowMs: 10 * 60_000,
  /** How long a command that was sent waits before it is sent again to a kiosk that is present. */
  commandAgainMs: 30_000,
  /** How long after its expiry a command may still be answered. Then its outcome is unknown. */
  commandGraceMs: 120_000,
  /** Runs of a kiosk whose clocks are remembered. Lines of older runs were received long ago. */
  clockRuns: 8,
  /** The earliest instant that a line can have: nothing was issued before the project. */
  earliestAt: Date.UTC(2020, 0, 1),
  /** Most boxes in one lane: what a planogram may plan. */
  laneBoxes: 200,
  /**
   * Most lanes of one machine: those of its planogram, and of two earlier ones that still hold
   * boxes.
   */
  lanes: 300,
  /** Steps that people may write down about one flag. */
  handlingSteps: 200,
  /** Most turns in a row whose box was not seen. A kiosk stops at 40 at the latest. */
  unseenTurns: 64,
  /** Most boxes that fall unasked in one turn; a kiosk takes more for noise on its line. */
  unaskedBoxes: 8,
  /**
   * Most boxes in a row that may come faster than a motor turns: a box that hung can fall together
   * with the next one.
   */
  quickBoxes: 5,
  /**
   * Most flags of one kind of one machine: one per lane of the largest cabinet. A hostile machine's
   * books may have thousands of expired lots.
   */
  flagsOfAKind: 100,
  /**
   * Most forks of one machine that are kept and flagged, in addition to that of its current ledger.
   * An honest kiosk has one; a hostile machine could make any number.
   */
  forks: 4,
  /**
   * Most groups of lines of one machine that wait for a person's decision, one per ledger and
   * reason. Further lines are kept, and shown in the ledger only.
   */
  uncountedGroups: 50,
  /** Free failed sign-ins: of one user from one address, and of one address with any names. */
  signInTries: 5,
  signInTriesOfAddress: 20,
  /** By what factor each larger IPv6 network of an address has more: 80 of 56 bits, 320 of 48. */
  signInTriesGrow: 4,
  /**
   * How long the first wait is; it doubles with each further failure up to the longest. Failures
   * are forgotten some time after the last one.
   */
  signInWaitMs: 60_000,
  signInLongestWaitMs: 15 * 60_000,
  signInForgetMs: 60 * 60_000,
  /** Most names and addresses whose failures are kept; the oldest are forgotten first. */
  signInFailures: 10_000,
  /**
   * Passwords hashed at the same time: each takes 32 MiB. Sign-ins of one kind that wait for their
   * turn (of known people, of strangers, of those that failed), and those of one address.
   */
  hashes: 2,
  hashesWaiting: 20,
  hashesWaitingOfAddress: 4,
  hashAgainS: 3,
  /** How long the code of an invitation or of a reset is valid. */
  invitationMs: 72 * 3_600_000,
  firstPasswordMs: 7 * 86_400_000,
  /** Requests of one token within `tokenRequestsS`: a hundred a second. */
  tokenRequests: 6000,
  tokenRequestsS: 60,
  /** What one user may change within `userChangesS`: far more than a person does. */
  userChanges: 600,
  userChangesS: 600,
  /** How often one user may learn within `takenNamesS` that a name is taken. */
  takenNames: 20,
  takenNamesS: 3600,
  /** Wrong tokens of one address within `wrongTokensS`. Right ones from there still work. */
  wrongTokens: 30,
  wrongTokensS: 60,
  /** How long a session stays valid without being used, and how long at most. */
  sessionMs: 12 * 3_600_000,
  sessionLongestMs: 7 * 24 * 3_600_000,
  /** How exactly a session's last use is stored: every request of every page uses it. */
  sessionSeenMs: 5 * 60_000,
  /** Most sessions of one user; a further one ends the one that was used longest ago. */
  sessionsOfUser: 20,
  /** Most bytes of a passkey's answer, which strangers may send too. */
  passkeyBytes: 16_384,
  /** Most browsers of one user that are remembered, and most passkeys. */
  devicesOfUser: 20,
  passkeysOfUser: 20,
  /** The bytes of a passkey's id [WebAuthn 4]. */
  credentialIdMinBytes: 16,
  credentialIdMaxBytes: 1023,
  /** How long a browser may take to answer a passkey's challenge, and most challenges that wait. */
  challengeMs: 5 * 60_000,
  challenges: 1000,
  /**
   * How long an identity provider may take to answer, and how long it is not asked again if it
   * could not be reached.
   */
  providerMs: 10_000,
  providerAgainMs: 10_000,
  /** How far the identity provider's clock may be ahead of the fleet's. */
  providerClockMs: 5 * 60_000,
  /**
   * Most messages kept for a slow reader of the stream. After that, it is asked to load everything
   * again.
   */
  streamMessages: 500,
  /** Most streams that are open at once. */
  streams: 500,
  /**
   * Most streams of one user, and of one session. All tabs of a browser share one; while pages are
   * reloaded there are briefly more.
   */
  streamsOfUser: 20,
  streamsOfSession: 4,
  /** Most HTTP connections at once, of all addresses and of one, which a whole office may share. */
  httpConnections: 3000,
  httpConnectionsPerAddress: 300,
  /** From this share of the most connections on, idle ones of strangers make room for new ones. */
  connectionsShare: 0.8,
  signedInAddresses: 10_000,
  /** Most bytes of a request's body, and of one that a stranger sends to sign in. */
  bodyBytes: 1024 * 1024,
  signInBytes: 4096,
  /** How often heartbeat times are written to the database, all in one transaction. */
  presenceSaveMs: 60_000,
} as const;
