import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/browser';
import type { PasskeyOptions } from '../../../shared/contracts/fleet-http.ts';

/** Whether this browser can use passkeys here: only on encrypted pages of a server with a name. */
export const hasPasskeys = (): boolean =>
  window.isSecureContext && 'PublicKeyCredential' in window && !/^[\d.]+$|^\[/.test(location.hostname);

/** The library, fetched when it is needed. */
const library = () => import('@simplewebauthn/browser');

/** Null if the person gave up, or the browser's own dialog found no key. */
async function unlessGivenUp<T>(run: () => Promise<T>): Promise<T | null> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof Error && (error.name === 'NotAllowedError' || error.name === 'AbortError')) return null;
    throw error;
  }
}

/** Asks the browser to make a passkey. Null if the person gave up. */
export async function makePasskey(options: PasskeyOptions): Promise<RegistrationResponseJSON | null> {
  const { startRegistration } = await library();
  const optionsJSON = options as unknown as Parameters<typeof startRegistration>[0]['optionsJSON'];
  return unlessGivenUp(() => startRegistration({ optionsJSON }));
}

/** Asks the browser to sign in with a passkey. Null if the person gave up. */
export async function signWithPasskey(options: PasskeyOptions): Promise<AuthenticationResponseJSON | null> {
  const { startAuthentication } = await library();
  const optionsJSON = options as unknown as Parameters<typeof startAuthentication>[0]['optionsJSON'];
  return unlessGivenUp(() => startAuthentication({ optionsJSON }));
}
