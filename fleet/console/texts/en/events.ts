import type { events as zhEvents } from '../zh/events.ts';

/** One sentence for each line of the ledger. */
export const events: typeof zhEvents = {
  turning: (it) => `Lane ${it.lane} begins to turn (${it.product})`,
  issued: (it) => `Lane ${it.lane} gave out one ${it.product}${it.lot && `, lot ${it.lot}`}`,
  'not-issued': (it) => `Lane ${it.lane} gave out nothing: ${it.reason}`,
  uncertain: (it) => `Lane ${it.lane} may have given out one ${it.product}${it.reason && ` (${it.reason})`}`,
  settled: (it) =>
    `That box of lane ${it.lane} was ${it.is('issued') ? '' : 'not '}given out, by the ${it.text('by') === 'count' ? 'stock-take' : 'board'}`,
  restocked: (it) =>
    `Lane ${it.lane}: ${it.count('added')} ${it.product} put in, ${it.count('stock')} now${it.lot && `, lot ${it.lot}`}${it.text('lotTyped') && ` (typed “${it.text('lotTyped')}”)`}${it.expires && `, use by ${it.expires}`}${it.by && ` — ${it.by}`}`,
  counted: (it) =>
    `Lane ${it.lane} counted: ${it.count('stock')}, the books had ${it.count('was')}${it.by && ` — ${it.by}`}`,
  removed: (it) =>
    `Lane ${it.lane}: ${it.count('removed')} ${it.product} taken out${it.reason && `, ${it.reason}`}${it.by && ` — ${it.by}`}`,
  lane: (it) => `Lane ${it.lane}: ${it.word('lane')}${it.reason && ` (${it.reason})`}`,
  door: (it) => `Door ${it.word('doorState')}`,
  board: (it) => `Lane board ${it.word('boardState')}${it.reason && ` (${it.reason})`}`,
  sensor: (it) => `Drop sensor ${it.word('sensorState')}${it.by && ` — ${it.by}`}`,
  climate: (it) => `Climate ${it.word('climateState')}${it.temperature && `, ${it.temperature}`}`,
  booted: (it) => `Program started, version ${it.text('version')} (${it.word('reason', 'cause')})`,
  configured: (it) =>
    `${it.text('version') === '0' ? 'First setup in force' : `Setup version ${it.text('version')} in force`}${it.stopped && `: stopped giving out (${it.stopped})`}`,
  command: (it) => `Command “${it.word('command', 'command')}”: ${it.word('commandState')}`,
  tested: (it) => `Lane ${it.lane}: motor tested, nothing of it counts${it.by && ` — ${it.by}`}`,
};
