/**
 * Every number of the rules, in one flat object that configuration may override key by key. `defaultRules` holds the
 * values; each key says its unit, its reason, and what gets worse in either direction.
 */
export interface Rules {
  /**
   * Boxes a machine and calendar year. The programme's goal (台均发放量 ≥ 300). Higher: more machines flagged that serve
   * their place well; lower: idle ones go unseen.
   */
  readonly target: number;
  /**
   * In-service days before a machine can be flagged below pace. Fewer: new machines accused on a few days' luck; more:
   * a bad site is known later.
   */
  readonly paceMinDays: number;
  /**
   * Days of history, up to yesterday, behind a machine's own rate for pace and silence. A year holds each season once.
   * Fewer: a school holiday looks like decline; more: an old site's habits linger.
   */
  readonly historyDays: number;
  /**
   * Probability left out at each end of a band, and of the one-sided Poisson bound of the three-state reading.
   * Smaller: bands too wide to act on; greater: the truth falls outside them more often.
   */
  readonly bandTail: number;
  /**
   * Machines that a region needs before its own prior is fitted; with fewer the wider region's serves. Fewer: two odd
   * machines judge a third; more: small counties never speak for themselves.
   */
  readonly priorMinMachines: number;
  /**
   * Weeks that the region's unevenness counts for against a machine's own. Fewer: a few wild weeks make a machine
   * unjudgeable; more: a campus is judged like a clinic.
   */
  readonly unevenPriorWeeks: number;
  /**
   * Days behind a product's rate for restocking. Fewer: a quiet week empties the plan; more: last season's demand is
   * carried.
   */
  readonly restockRateDays: number;
  /**
   * Days of cover under which a product is restocked. Fewer: lanes run empty before the next round; more: needless
   * trips.
   */
  readonly restockCoverDays: number;
  /**
   * Boxes of a product, at or below which it is restocked whatever its rate. Fewer: the last box is gone before
   * anybody sees it; more: slow products cause trips.
   */
  readonly minimumBoxes: number;
  /**
   * Days before expiry from which a lot is called expiring. Fewer: no time to move it to a busier machine; more:
   * everything is always expiring.
   */
  readonly expiringDays: number;
  /**
   * Days before expiry from which the kiosk locks a lot by itself. Fewer: a citizen gets a box that expires in the
   * drawer; more: good boxes are scrapped.
   */
  readonly lockDays: number;
  /**
   * Days that boxes still to be carried are taken to last where their lot isn't known. Fewer: too little carried to
   * slow machines; more: boxes expire in lanes.
   */
  readonly freshLotDays: number;
  /**
   * Minutes without a heartbeat after which a machine in service is offline. A heartbeat comes every 60 s, a reconnect
   * may back off 60 s. Fewer: every hiccup of the mobile network is a flag; more: a dead machine goes unseen longer.
   */
  readonly offlineMinutes: number;
  /**
   * Minutes that a door may stand open. A filling takes some. Fewer: each filling is a flag; more: an open cabinet
   * stands unattended.
   */
  readonly doorOpenMinutes: number;
  /**
   * Probability of a silence under the machine's own rate, beneath which it is flagged silent. Smaller: a blocked
   * chute is found later; greater: false alarms, with 2,400 machines some every week.
   */
  readonly silentChance: number;
  /**
   * Minutes that a kiosk's clock may differ from the fleet's. Fewer: slow links look like wrong clocks; more: boxes
   * near midnight fall on the wrong day unnoticed.
   */
  readonly clockWrongMinutes: number;
  /**
   * Minutes that an online kiosk may run another configuration than the desired one. Fewer: every change is a flag;
   * more: a planogram that never arrived is noticed at the cabinet.
   */
  readonly configPendingMinutes: number;
  /**
   * Minutes that a stop may take to come into force. Fewer: a flag for every stop, as its configuration is on its way; more: somebody
   * relies on a machine being stopped that goes on giving out.
   */
  readonly stopPendingMinutes: number;
  /**
   * Days after a year's end at which its figures are closed: what comes later is a late entry, which a person decides on. Fewer: kiosks that were
   * offline over New Year make work; more: figures that were sent on still change by themselves.
   */
  readonly yearClosesDays: number;
  /**
   * Milliseconds that a motor takes to give a box at least: boxes that come faster over and over are implausible. Higher: a quick motor is
   * accused; lower: a machine that makes boxes up may count more of them. 0: whatever a simulated board does at many times the speed of life.
   */
  readonly fastestTurnMs: number;
}

export const defaultRules: Rules = {
  target: 300,
  paceMinDays: 30,
  historyDays: 365,
  bandTail: 0.05,
  priorMinMachines: 5,
  unevenPriorWeeks: 13,
  restockRateDays: 56,
  restockCoverDays: 14,
  minimumBoxes: 2,
  expiringDays: 180,
  lockDays: 30,
  freshLotDays: 365,
  offlineMinutes: 15,
  doorOpenMinutes: 10,
  silentChance: 0.001,
  clockWrongMinutes: 10,
  configPendingMinutes: 30,
  stopPendingMinutes: 2,
  yearClosesDays: 31,
  fastestTurnMs: 200,
};
