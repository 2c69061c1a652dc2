import { root } from '../../shared/areas/jiangxi.ts';
import type { Clock } from '../ports/clock.ts';
import { isWeakPassword } from './password-strength.ts';
import { newPassword } from './tokens.ts';
import type { Users } from './users.ts';

/** The name of the user whom the first start creates. */
export const firstUser = 'admin';

/** Whether nobody has ever signed in, so that a start makes the first password. */
const isFirst = (users: Users): boolean => {
  const [only, ...others] = users.all();
  return others.length === 0 && (only === undefined || only.generated === true);
};

/** Whether a start would use this password for the first administrator and it is easy to guess. */
export const isFirstPasswordWeak = async (users: Users, given: string | null): Promise<boolean> =>
  given !== null && isFirst(users) && isWeakPassword(given, firstUser);

/**
 * Creates the first administrator, with the password given or with a generated one, which is
 * returned to be shown once and has to be changed at the first sign-in. As long as nobody has
 * signed in with it, every start makes another one, so that a password that was not seen is no
 * loss. Some days after it was made it is no longer accepted. Returns null if there is nothing to
 * show. Call it only when the server can be reached.
 */
export async function createFirstAdministrator(
  users: Users,
  clock: Clock,
  given: string | null,
): Promise<string | null> {
  if (!isFirst(users)) return null;
  const password = given ?? newPassword();
  const hash = await users.hasher.hash(password);
  return users.exclusive(async () => {
    if (!isFirst(users)) return null;
    const isGenerated = given === null;
    await users.save({
      user: firstUser,
      role: 'admin',
      area: root,
      created: clock.now(),
      lastSignIn: null,
      password: hash,
      mustChange: isGenerated,
      generated: isGenerated,
    });
    return isGenerated ? password : null;
  });
}
