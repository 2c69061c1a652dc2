/** Seeds that once broke a promise, or are worth their time: run at every test, for ever. */
export const keptSeeds: readonly { readonly seed: number; readonly why: string }[] = [
  { seed: 4, why: 'a full card let the same moment go on for ever' },
  { seed: 5, why: 'a lost `done` left a command accepted' },
  { seed: 17, why: 'an uncertain box of a copied card stayed uncertain in the fleet after a stock-take' },
  { seed: 54, why: 'a command that ended while the store refused was kept as sent' },
  { seed: 1054, why: 'a sensor went blind in the middle of a turn' },
  { seed: 1087, why: 'a turn that the board had settled was put in doubt again, and settled by a count' },
  { seed: 1136, why: 'a late box of one lane was seen in the turn of another' },
  { seed: 1188, why: 'a late box of one lane settled the turn of another that was over' },
  { seed: 1217, why: 'two steps of a command were written down in the wrong order' },
  { seed: 180, why: 'a copied card had the same open transaction as the kiosk that got it' },
  { seed: 544, why: 'a board that was put back while a box was in the air took it for its own' },
  { seed: 74, why: 'a VMC that reports its lanes for longer than an answer may take was lost as no board, for ever' },
  { seed: 500_023, why: 'a VMC that tells its door only when asked was asked at every second idle poll' },
  { seed: 500_084, why: 'the same, behind a sensor that stuck' },
  { seed: 1_000_649, why: 'a blind sensor put three boxes of a lane of two in doubt' },
  {
    seed: 1_000_953,
    why: 'a receipt that was a minute on its way set a right clock back, and a command ran that was over',
  },
];
