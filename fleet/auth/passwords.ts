import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';

/** scrypt's cost: 16 MiB and some 50 ms a try. */
const cost = { N: 16_384, r: 8, p: 1 };
const keyBytes = 32;

const derive = (password: string, salt: Buffer): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    scrypt(password.normalize('NFKC'), salt, keyBytes, cost, (error, key) => (error ? reject(error) : resolve(key)));
  });

/** A password as it is kept: its salt and derived key. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  return `scrypt$${salt.toString('base64')}$${(await derive(password, salt)).toString('base64')}`;
}

/** Whether a password is the one that `kept` is the hash of; false for a hash of an unknown kind. */
export async function isPassword(password: string, kept: string): Promise<boolean> {
  const [kind, salt = '', key = ''] = kept.split('$');
  const wanted = Buffer.from(key, 'base64');
  if (kind !== 'scrypt' || wanted.length !== keyBytes) return false;
  return timingSafeEqual(await derive(password, Buffer.from(salt, 'base64')), wanted);
}
