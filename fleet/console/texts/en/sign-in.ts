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
  forgot: 'Forgotten? The administrator of your area can set a new one.',
};
