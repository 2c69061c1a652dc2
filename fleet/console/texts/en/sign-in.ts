import type { signIn as zh } from '../zh/sign-in.ts';

/** The sign-in page. */
export const signIn: typeof zh = {
  title: 'Sign in',
  lead: 'What to do today, where, and with what in the bag.',
  user: 'User name',
  password: 'Password',
  submit: 'Sign in',
  needUser: 'Please enter your user name',
  needPassword: 'Please enter your password',
  show: 'Show password',
  forgot: 'Forgot the password? The administrator of your area resets it.',
  invited: 'First sign-in, or after a reset',
  invitationLead: 'Enter the invitation code that the administrator gave you, and set your own password.',
  invitation: 'Invitation code',
  needInvitation: 'Enter the invitation code',
  setAndSubmit: 'Set password and sign in',
  code: 'Code',
  codeLead: 'Enter the code that your authenticator app shows.',
  codeHelp: 'Without your phone, enter a backup code',
  needCode: 'Enter the code',
  wrongCode: 'This code is wrong or no longer valid. Enter the one that the app shows now.',
  passkey: 'Sign in with a passkey',
  provider: (name: string) => `Sign in with ${name}`,
  providerRefused: {
    refused: 'This account has no user here, or is locked. Ask the administrator of your area.',
    again: 'The sign-in was not finished, or took too long. Sign in again.',
    'slow-down': 'Too many tries. Wait a little.',
    unavailable: 'The identity provider cannot be reached. Try later, or sign in with your password.',
  },
  back: 'Back',
  mustChange: 'Set a new password before you begin.',
};
