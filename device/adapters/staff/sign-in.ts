import { createHash, scrypt, timingSafeEqual } from 'node:crypto';
import type { StaffMember } from '../../../shared/contracts/staff.ts';
import type { PinSlowdown } from '../../agent/pin-slowdown.ts';
import type { StaffParts } from '../../agent/staff.ts';
import type { PinVerdict, StaffPerson } from '../../core/screen/staff/state.ts';

/** Wrong PINs at the screen, of anybody, before everybody waits. */
const freeForAll = 12;
/** How long the answer says to wait while another PIN is being compared. */
const busyMs = 1_000;

/** A person of the list without what their PIN is compared with. */
export const withoutPin = ({ id, name, role }: StaffMember): StaffPerson => ({ id, name, role });

const digest = (text: string) => createHash('sha256').update(text).digest();

/** Whether this is the person's PIN; it takes as long as the fleet chose. */
function isPinOf({ pin: { ln, r, p, salt, key } }: StaffMember, pin: string, done: (right: boolean) => void): void {
  const N = 2 ** ln;
  const options = { N, r, p, maxmem: 256 * N * r };
  scrypt(pin, Buffer.from(salt, 'base64'), 32, options, (error, made) => {
    const expected = Buffer.from(key, 'base64');
    done(error === null && expected.length === made.length && timingSafeEqual(made, expected));
  });
}

/**
 * Compares PINs that were entered at the screen: those of persons, and the shared one. Guessing is
 * slowed down for each person and for all together.
 */
export function signIn(sharedPin: string, members: () => readonly StaffMember[], slowdown: PinSlowdown) {
  const shared = digest(sharedPin);
  let isComparing = false;

  return ((person, entered, done): void => {
    const guessers = [
      { name: person === null ? 'screen shared' : `screen ${person}` },
      { name: 'screen', free: freeForAll },
    ];
    const member = members().find(({ id }) => id === person);
    const waitMs = isComparing ? busyMs : slowdown.waitMs(...guessers);
    if (waitMs > 0) return done({ kind: 'wait', waitMs });
    const pin = entered.normalize('NFKC');
    const conclude = (right: boolean): void => {
      isComparing = false;
      if (right) slowdown.right(...guessers);
      else slowdown.wrong(...guessers);
      const verdict: PinVerdict = right
        ? { kind: 'right', person: member ? withoutPin(member) : null }
        : { kind: 'wrong' };
      done(verdict);
    };
    if (person === null) return conclude(timingSafeEqual(digest(pin), shared));
    if (member === undefined) return conclude(false);
    isComparing = true;
    isPinOf(member, pin, conclude);
  }) satisfies StaffParts['check'];
}
