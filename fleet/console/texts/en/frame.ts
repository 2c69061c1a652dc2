import type { frame as zh } from '../zh/frame.ts';

/** The frame of every page. */
export const frame: typeof zh = {
  product: 'Yaoju',
  subtitle: 'self-service dispensers',
  skip: 'Skip to content',
  nav: 'Main navigation',
  today: 'Today',
  machines: 'Machines',
  areas: 'Areas',
  restock: 'Restock',
  records: 'Records',
  recalls: 'Recalls',
  reports: 'Reports',
  users: 'Users',
  audit: 'Audit log',
  tokens: 'Tokens',
  office: 'Admin',
  account: 'My account',
  plain: {
    mqtt: 'The connections between machines and server are not encrypted.',
    http: 'The connection between browser and server is not encrypted: others may see passwords and data.',
  },
  more: 'More',
  area: 'Area looked at',
  language: '中文',
  languageLabel: '切换到中文',
  signOut: 'Sign out',
  live: 'Live',
  liveOpening: 'Connecting',
  liveLost: 'Disconnected',
  liveSay: (asOf) => `Connected to the server; figures as of ${asOf}`,
  liveLostBanner: (since) =>
    `The connection to the server was lost at ${since}. You see the figures of that time; connecting again by itself …`,
  storeTrouble: 'The server’s storage has a problem; new data may be missing. Please tell the administrator',
  explain: 'Explanation',
};
