/** What can be set on a VMC, for boards that differ and boards that misbehave [VMC V3 §13]; 0 and 1 are off and on. */
export interface Vmc3Settings {
  /** Between two of the board's turns to speak. */
  pollMs: number;
  /** Between them after three POLLs in a row that nothing came of; 0: it never slows down. */
  restPollMs: number;
  /** Added to either by chance, up to that. */
  pollJitterMs: number;
  /** How long after a POLL the host may begin to answer. */
  answerMs: number;
  /** Times that a frame is sent again before the line counts as broken. */
  retries: number;
  /** 1: what comes late or without a POLL is ignored. */
  strict: number;
  /** 1: a command with the PackNO, code and body of the last one is not done again. */
  remembersPackNo: number;
  /** ACKs for commands that are not sent; the command is done. */
  loseAcks: number;
  /** 0x04 frames that are never sent. */
  loseStatuses: number;
  /** Final 0x04 come so much later. */
  statusLateMs: number;
  /** After so many dispenses in quick succession all lanes are paused; 0: never. */
  pauseAfter: number;
  /** A dispense within this time of the one before counts as quick. */
  quickMs: number;
  /** 1: inventory and sales count what 0x06 drives. */
  countsDrives: number;
  /** Bytes of a 0x52: 33, or 41 with humidity. */
  statusBytes: number;
  /** 1: there is a lift. */
  lift: number;
  /** What 0x54 says. */
  liftStatus: number;
  /** Data frames that are sent once more after their ACK, with the same PackNO. */
  repeats: number;
  /** Data frames that carry the PackNO of the one before. */
  reuses: number;
  /** 1: every selection is reported after a synchronisation. */
  reports: number;
}

export const vmc3Settings: Readonly<Vmc3Settings> = {
  pollMs: 200,
  restPollMs: 0,
  pollJitterMs: 0,
  answerMs: 100,
  retries: 5,
  strict: 1,
  remembersPackNo: 1,
  loseAcks: 0,
  loseStatuses: 0,
  statusLateMs: 0,
  pauseAfter: 0,
  quickMs: 10_000,
  countsDrives: 0,
  statusBytes: 33,
  lift: 0,
  liftStatus: 0,
  repeats: 0,
  reuses: 0,
  reports: 1,
};
