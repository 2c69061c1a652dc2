/**
 * Every number of the rules, in one flat object that configuration may override key by key.
 * `defaultRules` holds the values. Each key states its unit, its reason, and what gets worse in
 * either direction.
 */
export interface Rules {
  /**
   * Boxes per machine and calendar year. The programme's goal (台均发放量 ≥ 300). Higher: machines
   * are flagged although they serve their place well; lower: idle machines are not noticed.
   */
  readonly target: number;
  /**
   * In-service days before a machine can be flagged below pace. Fewer: new machines are flagged
   * because of a few bad days; more: a bad site is noticed later.
   */
  readonly paceMinDays: number;
  /**
   * Days of history, up to yesterday, from which a machine's own rate for pace and silence is
   * computed. A year contains each season once. Fewer: a school holiday looks like a decline; more:
   * the habits of an earlier site persist.
   */
  readonly historyDays: number;
  /**
   * Probability left out at each end of a band, and of the one-sided Poisson bound of the
   * three-state reading. Smaller: bands too wide to act on; greater: the true value is outside them
   * more often.
   */
  readonly bandTail: number;
  /**
   * Machines that a region needs before its own prior is fitted; with fewer, the wider region's
   * prior is used. Fewer: two unusual machines influence a third; more: small counties never have
   * their own prior.
   */
  readonly priorMinMachines: number;
  /**
   * Weeks for which the region's unevenness counts against a machine's own. Fewer: a few irregular
   * weeks make a machine impossible to evaluate; more: a campus is evaluated like a clinic.
   */
  readonly unevenPriorWeeks: number;
  /**
   * Days from which a product's rate for restocking is computed. Fewer: one quiet week empties the
   * plan; more: last season's demand is carried.
   */
  readonly restockRateDays: number;
  /**
   * Days of cover below which a product is restocked. Fewer: lanes run empty before the next round;
   * more: needless trips.
   */
  readonly restockCoverDays: number;
  /**
   * Boxes of a product at or below which it is restocked whatever its rate. Fewer: the last box is
   * gone before anybody sees it; more: slow products cause trips.
   */
  readonly minimumBoxes: number;
  /**
   * Days before expiry from which a lot is called expiring. Fewer: no time to move it to a busier
   * machine; more: everything is always expiring.
   */
  readonly expiringDays: number;
  /**
   * Days before expiry from which the kiosk locks a lot by itself. Fewer: a citizen gets a box that
   * expires in the drawer; more: good boxes are scrapped.
   */
  readonly lockDays: number;
  /**
   * Days that the boxes to be brought are assumed to last if their lot isn't known. Fewer: too
   * little is brought to slow machines; more: boxes expire in lanes.
   */
  readonly freshLotDays: number;
  /**
   * Minutes without a heartbeat after which a machine in service is offline. A heartbeat comes
   * every 60 s, and a reconnect may back off for 60 s. Fewer: every short loss of the mobile
   * network raises a flag; more: a dead machine is noticed later.
   */
  readonly offlineMinutes: number;
  /**
   * Minutes that a door may be open; filling lanes takes time. Fewer: each filling raises a flag;
   * more: an open cabinet is unattended for longer.
   */
  readonly doorOpenMinutes: number;
  /**
   * Probability of a silence under the machine's own rate, below which it is flagged silent.
   * Smaller: a blocked chute is found later; greater: false alarms, with 2,400 machines some every
   * week.
   */
  readonly silentChance: number;
  /**
   * Minutes that a kiosk's clock may differ from the fleet's. Fewer: slow links look like wrong
   * clocks; more: boxes near midnight are counted on the wrong day unnoticed.
   */
  readonly clockWrongMinutes: number;
  /**
   * Minutes that an online kiosk may run another configuration than the desired one. Fewer: every
   * change raises a flag; more: a planogram that never arrived is only noticed at the cabinet.
   */
  readonly configPendingMinutes: number;
  /**
   * Minutes that a stop may take to come into force. Fewer: every stop raises a flag while its
   * configuration is on its way; more: people rely on a stop while the machine goes on giving out.
   */
  readonly stopPendingMinutes: number;
  /**
   * Days after a year's end at which its figures are closed: what comes later is a late entry,
   * which a person decides on. Fewer: kiosks that were offline over New Year cause work; more:
   * figures that were already passed on still change by themselves.
   */
  readonly yearClosesDays: number;
  /**
   * The least milliseconds in which a motor gives a box: boxes that repeatedly come faster are
   * implausible. Higher: a quick motor is suspected; lower: a machine that invents boxes has more
   * of them counted. 0: no limit, as simulated boards run at many times real speed.
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
