import type { contact as zhContact } from '../zh/contact.ts';

/** Whom to call at a site, and when it is open. */
export const contact: typeof zhContact = {
  title: 'Contact at the site',
  lead: 'For calls and visits. Only accounts that may see this machine can see it.',
  name: 'Contact',
  telephone: 'Telephone',
  hours: 'Opening hours',
  hoursHelp: 'e.g. Monday to Friday 8:30–17:00',
  note: 'Note',
  checkedDay: 'Checked on',
  checked: (day, by) => `checked on ${day} by ${by}`,
  removeAsk: 'Remove the contact at this site?',
  repairs: 'To repair at this stop',
  signature: 'Signature of the site',
};
