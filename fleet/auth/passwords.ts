import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';

/** The cost of scrypt: 16 MiB and about 50 ms per try. */
const cost = { N: 16_384, r: 8, p: 1 };
const keyBytes = 32;

const derive = (password: string, salt: Buffer): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    scrypt(password.normalize('NFKC'), salt, keyBytes, cost, (error, key) => (error ? reject(error) : resolve(key)));
  });

/** Hashes a password for storage: its salt and derived key. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  return `scrypt$${salt.toString('base64')}$${(await derive(password, salt)).toString('base64')}`;
}

/** Whether `kept` is the hash of a password. False for a hash of an unknown kind. */
export async function isPassword(password: string, kept: string): Promise<boolean> {
  const [kind, salt = '', key = ''] = kept.split('$');
  const wanted = Buffer.from(key, 'base64');
  if (kind !== 'scrypt' || wanted.length !== keyBytes) return false;
  return timingSafeEqual(await derive(password, Buffer.from(salt, 'base64')), wanted);
}
