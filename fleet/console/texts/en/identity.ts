/** With what a machine connects: enrolment codes and keys. */
export const identity = {
  title: 'Enrolment and keys',
  lead: 'With an enrolment code the machine gets a key and a certificate of its own and renews them itself; no long password is copied.',
  issue: 'Issue an enrolment code',
  code: 'Enrolment code',
  codeTitle: (machine: string) => `Enrolment code: ${machine}`,
  codeHow: (address: string) =>
    `For this machine only: type it there, scan it, or bring the file. Address of the server: ${address}`,
  codeUntil: (at: string) => `It works once, until ${at}; earlier codes no longer work.`,
  qr: 'QR code of the enrolment code',
  file: 'Download the enrolment file',
  codeWaits: 'A code waits to be used',
  codeBy: (by: string, issued: string, expires: string) => `issued by ${by}, ${issued}; valid until ${expires}`,
  withdraw: 'Withdraw the code',
  withdrawAsk: 'Withdraw this code? It stops working at once.',
  keysNone: 'No key was enrolled yet.',
  by: { code: 'Key enrolled with a code', renewal: 'Key renewed by the machine' },
  connected: (at: string) => `first connected ${at}`,
  notConnected: 'not used to connect yet',
  keyDays: (added: string, expires: string) => `added ${added}, certificate valid until ${expires}`,
  issuedBy: (user: string) => `with a code that ${user} issued`,
  fingerprint: 'Fingerprint',
  secretAccepted: 'The secret is still accepted, until the machine connects with a key.',
  secretRefused: 'Only keys are accepted; the secret no longer works.',
  revoke: 'Revoke all keys',
  revokeAsk:
    'Revoke all keys and the secret? The machine is cut off at once and cannot connect until it is enrolled again; it goes on issuing and keeping its ledger, and reports later.',
};
