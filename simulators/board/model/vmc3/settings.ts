/**
 * The settings of a VMC, for boards that differ and boards that misbehave [VMC V3 §13]; 0 and 1
 * mean off and on.
 */
export interface Vmc3Settings {
  /** The interval between two POLLs. */
  pollMs: number;
  /** The interval after three POLLs in a row without an answer; 0: it never slows down. */
  restPollMs: number;
  /** The largest random addition to either interval. */
  pollJitterMs: number;
  /** How long after a POLL the host may begin to answer. */
  answerMs: number;
  /** How often a frame is sent again before the line counts as broken. */
  retries: number;
  /** 1: frames that come late or without a POLL are ignored. */
  strict: number;
  /** 1: a command with the PackNO, code and body of the last one is not executed again. */
  remembersPackNo: number;
  /** How many ACKs for commands are not sent; the command is executed. */
  loseAcks: number;
  /** How many 0x04 frames are never sent. */
  loseStatuses: number;
  /** The delay of final 0x04 frames. */
  statusLateMs: number;
  /** After this many dispenses in quick succession all lanes are paused; 0: never. */
  pauseAfter: number;
  /** A dispense within this time after the last one counts as quick. */
  quickMs: number;
  /** 1: inventory and sales count what 0x06 drives. */
  countsDrives: number;
  /** Bytes of a 0x52: 33, or 41 with humidity. */
  statusBytes: number;
  /** 1: there is a lift. */
  lift: number;
  /** The status in 0x54. */
  liftStatus: number;
  /** How many data frames are sent once more after their ACK, with the same PackNO. */
  repeats: number;
  /** How many data frames carry the PackNO of the one before. */
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
