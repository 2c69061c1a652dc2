import type { ScreenMessage } from '../../../shared/screen/message.ts';
import type { ShownAges, ShownInterval, ShownQuota, ShownRules } from '../../../shared/screen/rules.ts';
import type { MessageText } from './message-text.ts';
import { staffEn } from './staff-en.ts';
import type { zh } from './zh.ts';

const ages = ({ from, to }: ShownAges): string => `This machine serves ages ${from} to ${to}`;
const interval = (rule: ShownInterval): string =>
  rule.every === 'days' ? `one box per person every ${rule.days} days` : 'one box per person and month';
const quota = ({ boxes, year }: ShownQuota): string =>
  `${boxes} boxes per person ${year === 'calendar' ? 'and year' : 'in 365 days'} at this machine`;

type Special = 'uncertain' | 'interval' | 'quota' | 'age' | 'code-other-machine' | 'code-pause';

/** What happened, and what to do; null if there is nothing to do. */
const plain: Readonly<Record<Exclude<ScreenMessage['key'], Special>, readonly [title: string, hint: string | null]>> = {
  issued: ['Your box has dropped', 'Please take it from the tray'],
  'not-issued': ['Nothing dropped', 'Not counted. Please choose again'],
  jammed: ['This one is stuck', 'Not counted. Choose another, or go to a place nearby'],
  'machine-busy': ['The machine is busy', 'Not counted. Please try again in a moment'],
  'card-lifted': ['The card was lifted too early', 'Lay it down and wait for the tone'],
  'card-unreadable': ['Document not readable', 'Use another way, or go to a staffed place'],
  'card-expired': ['This document has expired', 'Please use a valid one'],
  'card-not-yet-valid': ['This document is not valid yet', 'Please use a valid one'],
  'card-refused': ['This kind of document is not accepted', 'Use another way, or go to a staffed place'],
  'card-test': ['This is a test card', 'It is not accepted here'],
  'card-wait': ['The card reader pauses', 'Please try again in half a minute'],
  'card-left': ['Please take your card', 'It is still on the reader'],
  'code-wrong': ['Wrong code, or already used', 'Please check it and enter it again'],
  'code-expired': ['This code has expired', 'Please order again'],
  'product-gone': ['This one has just run out', 'Please choose another'],
  'second-card-ignored': ['One person at a time: please wait with the next card', null],
  'power-failed': ['The power failed just now', 'Look into the tray first. If it is empty, try again in a moment'],
  'reader-out-of-order': ['Card reader out of order: please use a code', null],
  'scanner-out-of-order': ['Scanner out of order: please use your ID card', null],
  'out-of-stock': ['Out of stock', 'Boxes will be here again after the next visit'],
  'no-way-to-identify': ['Documents cannot be checked now', 'Please go to a place nearby'],
  fault: ['Out of order', 'Please go to a place nearby'],
  starting: ['Starting, please wait', null],
  'door-open': ['Closed: the door is open', 'It goes on when the door is shut'],
  'too-hot': ['Closed: too hot inside', 'It goes on by itself when it is cooler'],
  'too-cold': ['Closed: too cold inside', 'It goes on by itself when it is warmer'],
  'too-damp': ['Closed: too damp inside', 'It goes on by itself when it is dry'],
  'cannot-record': ['Closed: records cannot be kept', 'Please go to a place nearby'],
  stopped: ['This machine is closed', 'Please go to a place nearby'],
  'staff-at-work': ['Being filled', 'Please wait a moment'],
};

function message(said: ScreenMessage): MessageText {
  switch (said.key) {
    case 'uncertain':
      return {
        title: 'Not clear whether a box dropped',
        hint:
          said.phone === null
            ? 'Look into the tray. If it is empty, ask the staff'
            : 'Look into the tray. If it is empty, call and give the number',
        facts: [...(said.phone === null ? [] : [['Call', said.phone] as const]), ['Number', said.incident]],
      };
    case 'interval':
      return { title: 'This card cannot be used now', hint: `Rule: ${interval(said.interval)}`, facts: [] };
    case 'quota':
      return { title: 'This card cannot be used now', hint: `Rule: ${quota(said.quota)}`, facts: [] };
    case 'age':
      return { title: ages(said.ages), hint: 'Please ask at a staffed place if you need help', facts: [] };
    case 'code-other-machine':
      return { title: 'Please go to the machine you ordered at', hint: null, facts: [['Machine', said.machine]] };
    case 'code-pause':
      return { title: `Too many wrong codes: wait ${said.seconds} s`, hint: 'Scanning and cards go on', facts: [] };
    default: {
      const [title, hint] = plain[said.key];
      return { title, hint, facts: [] };
    }
  }
}

function rules({ ages: served, interval: every, quota: most }: ShownRules): string {
  const said = [served && `Ages ${served.from} to ${served.to}`, every && interval(every), most && quota(most)].filter(
    (each) => each !== null,
  );
  return said.length === 0 ? 'Free, without registration' : said.join('; ');
}

/** Everything that the page says in English. */
export const en: typeof zh = {
  brand: 'Free contraceptives',
  title: ['Free', 'contraceptives'],
  start: 'Start',
  startHint: 'Press Start, or lay down your ID card',
  startHintPlain: 'Press Start to choose',
  startHintButtons: 'Press the button with the number',
  language: '中文',
  largeType: 'Large',
  usualType: 'Normal',
  back: 'Back',
  cancel: 'End',
  next: 'Next',
  previous: 'Previous',
  page: (number, of) => `Page ${number} of ${of}`,
  choose: 'Please choose',
  identified: 'You are checked',
  stock: { available: 'In stock', none: 'None left', few: (left) => (left === null ? 'Few left' : `${left} left`) },
  identify: 'Please identify yourself',
  identifyOne: { card: 'Lay down your ID card', code: 'Enter your code', scan: 'Show your QR code' },
  ways: { card: 'ID card', code: 'Code', scan: 'Scan' },
  wayHints: {
    card: 'Lay it flat on the reader until the tone',
    code: 'Enter the digits of your order',
    scan: 'Hold the QR code to the scanner',
  },
  chosen: 'Chosen',
  codeEntry: 'Enter your code',
  erase: 'Erase',
  confirm: 'OK',
  reading: { card: 'Checking, please wait', code: 'Checking, please wait' },
  readingHint: { card: 'Please do not move the card', code: null },
  dispensing: 'Your box is coming',
  dispensingHint: 'It will drop into the tray below',
  take: 'Please take your box',
  takeHint: 'from the tray below',
  lot: 'Lot',
  expires: 'Use by',
  leaflet: 'Scan for the leaflet',
  chooseAgain: 'Choose another',
  nearby: 'Nearby',
  nearbyNone: 'Please call to ask for a place nearby',
  hours: 'Open',
  distance: (metres) =>
    metres < 1000 ? `${Math.max(50, Math.round(metres / 50) * 50)} m` : `${(metres / 1000).toFixed(1)} km`,
  age: (days) =>
    days === null
      ? 'Nobody knows how recent this is'
      : days === 0
        ? 'Confirmed today'
        : `Confirmed ${days} ${days === 1 ? 'day' : 'days'} ago`,
  more: 'I need more time',
  moreTitle: (seconds) => `Back to the start in ${seconds} s`,
  moreHint: 'Do you want to go on?',
  phone: (number) => `Call ${number}`,
  machine: 'Machine',
  privacy: (days) => (days === null ? 'Nothing about you is kept' : `No card data kept; box mark gone in ${days} days`),
  rules,
  message,
  staffMode: staffEn,
  staff: {
    title: 'Staff sign-in',
    shared: 'Shared PIN',
    person: 'Choose your name',
    pin: 'Enter your PIN',
    wrong: 'Wrong PIN',
    wait: (seconds) => `Too many wrong PINs: wait ${seconds} s`,
    leave: 'Leave',
  },
};
