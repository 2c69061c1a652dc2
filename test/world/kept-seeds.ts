/** Seeds that once broke a promise, or are worth their time: run at every test, for ever. */
export const keptSeeds: readonly { readonly seed: number; readonly why: string }[] = [
  { seed: 4, why: 'a full card let the same moment go on for ever' },
  { seed: 5, why: 'a lost `done` left a command accepted' },
  { seed: 17, why: 'an uncertain box of a copied card stayed uncertain in the fleet after a stock-take' },
  { seed: 54, why: 'a command that ended while the store refused was kept as sent' },
];
