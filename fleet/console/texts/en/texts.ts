import { words } from '../../../../shared/words/en.ts';
import { ruleText } from '../../../../shared/words/rule-text.ts';
import type { Texts } from '../zh/texts.ts';
import { account } from './account.ts';
import { areas } from './areas.ts';
import { audit } from './audit.ts';
import { contact } from './contact.ts';
import { dayChanges } from './day-changes.ts';
import { events } from './events.ts';
import { flags, nextSteps } from './flags.ts';
import { frame } from './frame.ts';
import { handling } from './handling.ts';
import { identity } from './identity.ts';
import { machineTexts } from './machine.ts';
import { machines } from './machines.ts';
import { quarantine } from './quarantine.ts';
import { recalls } from './recalls.ts';
import { records } from './records.ts';
import { reports } from './reports.ts';
import { restock } from './restock.ts';
import { screens } from './screens.ts';
import { signIn } from './sign-in.ts';
import { staff } from './staff.ts';
import { states } from './states.ts';
import { stop } from './stop.ts';
import { today } from './today.ts';
import { tokens } from './tokens.ts';
import { trips } from './trips.ts';
import { uncounted } from './uncounted.ts';
import { users } from './users.ts';

/** All texts in English. */
export const texts: Texts = {
  words,
  flags,
  nextSteps,
  events,
  machine: machineTexts,
  contact,
  stop,
  quarantine,
  uncounted,
  trips,
  frame,
  states,
  signIn,
  today,
  handling,
  machines,
  areas,
  restock,
  records,
  recalls,
  screens,
  staff,
  rules: ruleText.en,
  reports,
  account,
  users,
  audit,
  tokens,
  identity,
  dayChanges,
};
