import type { FlagTextValues } from '../flag-text.ts';
import type { flags as zhFlags, nextSteps as zhNextSteps } from '../zh/flags.ts';

/**
 * Nothing of a product can be given out. Boxes that are in the machine but cannot be given out are
 * named.
 */
function outOf(it: FlagTextValues): string {
  const there = [
    it.value('unfit') > 0 && `${it.count('unfit')} expired, near expiry or recalled, to be taken out`,
    it.value('blocked') > 0 && `${it.count('blocked')} in lanes that are locked, jammed or stopped`,
  ].filter(Boolean);
  return there.length === 0 ? `No ${it.product} left` : `No ${it.product} can be given out: ${there.join(', ')}`;
}

/** Each kind of flag: `title` says in one sentence what it is, `why` says why. */
export const flags: typeof zhFlags = {
  recalled: {
    title: (it) =>
      it.isOneLot
        ? `Take out recalled lot ${it.lot} of ${it.product}`
        : `Take out all ${it.product}: every lot is recalled`,
    why: (it) => `Lane ${it.lane} holds or may hold it; the machine locks the lane once it has the recall`,
  },
  fork: {
    title: () => 'The machine’s ledger doesn’t continue what is stored; nothing from it is stored',
    why: (it) => `It parts after line ${it.count('through')}: an old or cloned disk, most likely`,
  },
  'not-booked': {
    title: () => 'The machine’s lines can’t be booked; its stock and boxes stand still',
    why: () => 'Lines received since then are kept as they came, nothing is lost; no other machine is affected',
  },
  'not-judged': {
    title: () => 'This machine can’t be evaluated; earlier figures are shown',
    why: () => 'Its lines are kept, no other machine is affected',
  },
  quarantined: {
    title: () => 'The machine is in quarantine; its stock and boxes stand still',
    why: () => 'Lines received since then are kept, nothing is lost; once released they count on their own days',
  },
  'over-quota': {
    title: () => 'The machine sent too much in a day; no more is stored for now',
    why: () => 'Over a day’s quota; its lines stay in the machine and are stored later, nothing is lost',
  },
  'refused-messages': {
    title: () => 'The machine sent messages that were refused',
    why: () => 'A correct kiosk never sends them: its program was changed, or another program has its secret',
  },
  'ledger-lost': {
    title: (it) =>
      `Count lane ${it.lane}: the machine began a new ledger, ${it.count('boxes')} boxes are not in its books`,
    why: (it) =>
      `The new ledger knows nothing of ${it.text('ledger')}, which is held through line ${it.count('through')}. Count all lanes, or acknowledge with a note that says what became of the boxes`,
  },
  'identity-twice': {
    title: () => 'Two devices use one identity',
    why: () => 'Two connections keep throwing each other out; one of them is one too many',
  },
  impersonation: {
    title: () => 'Somebody else may be trying to connect as this machine',
    why: (it) =>
      it.text('why') === 'wrong-secret'
        ? 'Wrong secrets, again and again within an hour; none was accepted'
        : it.text('why') === 'wrong-key'
          ? 'A key that was revoked, or that is another machine’s; it was not accepted'
          : 'The right secret or key, but not the way in which a kiosk connects; it was not accepted',
  },
  'sensor-suspect': {
    title: () => 'Check the drop sensor; the machine has stopped',
    why: () => 'Not trusted: no box seen falling again and again, or two at once',
  },
  drift: {
    title: (it) => `Count lane ${it.lane}: machine and books differ`,
    why: () => 'At the same line, the machine reports another stock than the books hold',
  },
  implausible: {
    title: (it) => `${it.count('lines')} ledger lines can’t be true and are not counted`,
    why: (it) =>
      `They claim ${it.count('issued')} boxes given out and ${it.count('moved')} put in, counted or taken out; kept until somebody decides`,
  },
  'board-lost': {
    title: () => 'The lane board doesn’t answer; nothing can be given out',
    why: () => 'The agent hears nothing from the board',
  },
  expired: {
    title: (it) =>
      `Take out ${it.count('boxes')} ${it.product}: ${it.isPast('expires') ? 'expired' : 'near expiry, locked'}`,
    why: (it) => `Lot ${it.lot}, use by ${it.day('expires')}, lane ${it.lane}`,
  },
  offline: {
    title: (it) => (it.has('since') ? 'Out of reach' : 'Never connected'),
    why: (it) => (it.has('since') ? 'No heartbeat any more' : 'No heartbeat since it was registered'),
  },
  climate: {
    title: () => 'Temperature or humidity out of bounds; the machine has stopped',
    why: (it) =>
      it.has('tempDeciC')
        ? `${Math.round(it.value('tempDeciC')) / 10} °C inside`
        : 'It gives out again by itself once it is back within bounds',
  },
  'door-open': {
    title: () => 'The door is open; the machine gives nothing out',
    why: () => 'It gives out again by itself once the door is shut',
  },
  'lane-jam': {
    title: (it) => `Lane ${it.lane} jammed`,
    why: (it) => `${it.product}; this lane gives nothing out`,
  },
  undated: {
    title: (it) => `Check the expiry of ${it.count('boxes')} ${it.product}`,
    why: (it) =>
      `Lane ${it.lane}: ${it.has('written') ? `the expiry entered, ${it.text('written')}, can’t be right` : 'no expiry was entered'}; ${it.text('locked') === 'true' ? 'the machine doesn’t give these boxes out' : 'the machine still gives them out'}`,
  },
  restock: {
    title: (it) => `Bring ${it.count('boxes')} ${it.product}`,
    why: (it) =>
      it.text('reason') === 'out'
        ? outOf(it)
        : it.text('reason') === 'minimum'
          ? `Only ${it.count('stock')} ${it.product} left`
          : `${it.count('stock')} ${it.product} left, about ${it.count('coverDays')} days`,
  },
  silent: {
    title: (it) => `Not one box in ${it.count('quietDays')} days`,
    why: (it) => `Online, in stock, no fault; at its usual rate the chance of that is ${it.chance('chance')}`,
  },
  'stock-take': {
    title: () => 'Count the boxes once',
    why: (it) =>
      it.text('newLedger') === 'true'
        ? 'The machine began a new ledger; nobody can vouch for its stock'
        : `Nobody knows whether ${it.count('uncertain')} boxes fell`,
  },
  'late-entry': {
    title: (it) => `${it.count('issued')} boxes came after their year was closed`,
    why: (it) =>
      `Of ${it.day('from')} to ${it.day('to')}; the stock has changed, and an administrator decides whether the year does`,
  },
  'below-pace': {
    title: (it) => {
      const short = Math.max(0, Math.ceil(it.value('owed') - it.value('expected')));
      return Number.isFinite(short) && short > 0 ? `Will miss the year by ${short} boxes` : 'Below this year’s pace';
    },
    why: (it) =>
      `${it.count('issued')} issued by yesterday, ${it.count('owed')} owed for the year, chance to make it ${it.chance('chance')}`,
  },
  'clock-wrong': {
    title: () => 'The machine’s clock is wrong',
    why: (it) =>
      `Off by about ${Math.round(Math.abs(it.value('offByMs')) / 60_000)} min; its days are reckoned by the server`,
  },
  'unreadable-line': {
    title: (it) => `${it.count('lines')} ledger lines can’t be read`,
    why: (it) => `The last is line ${it.count('lastSeq')}; kept as they came, nothing is lost`,
  },
  expiring: {
    title: (it) => `${it.count('boxes')} ${it.product} will expire`,
    why: (it) => `Lot ${it.lot}, use by ${it.day('expires')}, lane ${it.lane}`,
  },
  'stop-pending': {
    title: () => 'Asked to stop giving out, and has not',
    why: (it) =>
      `Asked for because of: ${it.suspension}; ${{ offline: 'the machine is not connected', unsupported: 'its version knows no stop' }[it.text('why')] ?? 'the machine has not confirmed it'} and may go on giving out`,
  },
  'plain-link': {
    title: () => 'The machine’s link to the server is not encrypted',
    why: () => 'Somebody on the way can read and change what the machine sends, and learn its secret',
  },
  stopped: {
    title: () => 'Stopped giving out, while its days count',
    why: (it) => `Because of: ${it.suspension}`,
  },
  'config-pending': {
    title: () => 'The machine doesn’t use its new setup yet',
    why: (it) =>
      `Version ${it.count('desired')} asked for, ${it.has('inForce') ? it.count('inForce') : 'an unknown one'} in force`,
  },
};

/** What to do next, by the server's code. */
export const nextSteps: typeof zhNextSteps = {
  'remove-boxes': 'Take them out, have the technician enter it at the kiosk (staff entry), return them to the store',
  'move-or-use-first': 'Move them to a busier machine, or use them first',
  'carry-boxes': 'Take the restock sheet along',
  'clear-lane':
    'Have the technician clear the lane and close the door, then press “Home” at the lane on the machine’s page',
  'count-lanes': 'Have the technician count lane by lane and enter it at the kiosk (staff entry)',
  'date-boxes':
    'Have the technician take them out and enter that at the kiosk, then load them again with the lot and expiry on the pack',
  'raise-issue': 'Find ways to give out more, or think of another site',
  'replace-disk-and-count': 'Have the technician put in a new disk, then count lane by lane and enter it at the kiosk',
  'find-second-machine':
    'Find the other device with the same secret and switch it off; an administrator makes a new secret on the machine’s page, Registration',
  'find-who-connects':
    'Find out who connects under this machine’s name; if its secret may be known, an administrator makes a new one on the machine’s page, Registration',
  'check-drop-sensor':
    'Have the technician clean and check the drop sensor, count the lanes, and enter at the kiosk that the sensor is sound',
  'check-board-cable': 'Have the technician check the board’s power and serial cable',
  'stop-by-hand': 'Call the site: have it switched off, or a notice “out of use” put on it',
  'resume-when-fit':
    'Once it is mended, press “Resume” on the machine’s page, Suspend and stop; for a long stop, suspend it too',
  'read-server-log': 'Give the server’s log to whoever maintains it; once mended, a restart goes on by itself',
  'check-machine-program':
    'Have the technician check the machine’s program; where its secret may be known, an administrator makes a new one',
  'check-power-and-network': 'Call the site: is there power and network?',
  'check-temperature': 'Ask somebody on site to look at ventilation; where it lasts, suspend it',
  'close-door': 'Ask somebody on site to close the door',
  'look-at-machine': 'Call the site: does it work, is it blocked?',
  'encrypt-link': 'Have the technician enrol the machine again, or enter an mqtts:// address in kiosk.json',
  'set-clock': 'Have the technician check the kiosk’s time service',
  'update-fleet': 'Tell the administrator: the server needs an update',
  'find-out-and-release': 'Find out what happened; once its lines can be trusted, an administrator releases it',
  'compare-and-decide': 'Look at the machine, compare, then accept or reject on its page',
  'decide-late-entry': 'Compare; an administrator accepts or rejects on the machine’s page',
  'wait-for-kiosk': 'Wait until it is online; after a day, ring the site',
};
