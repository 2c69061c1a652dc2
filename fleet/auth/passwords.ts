import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';

/** The cost of one hash: memory is 128·N·r bytes. */
export interface Cost {
  readonly N: number;
  readonly r: number;
  readonly p: number;
}

/** 32 MiB and about 150 ms; one of the settings that OWASP recommends for scrypt. */
export const usualCost: Cost = { N: 32_768, r: 8, p: 3 };
/** The cost of hashes that do not name theirs: those of 1.0.0. */
const unnamed: Cost = { N: 16_384, r: 8, p: 1 };
const keyBytes = 32;
/** The most memory that a stored hash may ask for. */
const maxmem = 256 * 1024 * 1024;

interface Stored {
  readonly cost: Cost;
  readonly salt: Buffer;
  readonly key: Buffer;
}

const derive = (password: string, salt: Buffer, { N, r, p }: Cost): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    const options = { N, r, p, maxmem };
    scrypt(password.normalize('NFKC'), salt, keyBytes, options, (error, key) => (error ? reject(error) : resolve(key)));
  });

/**
 * Hashes a password for storage: `scrypt$ln=15,r=8,p=3$salt$key`. The cost is stored with it, so
 * that it can rise.
 */
export async function hashPassword(password: string, cost = usualCost): Promise<string> {
  const salt = randomBytes(16);
  const key = await derive(password, salt, cost);
  const parameters = `ln=${Math.log2(cost.N)},r=${cost.r},p=${cost.p}`;
  return `scrypt$${parameters}$${salt.toString('base64')}$${key.toString('base64')}`;
}

/** Whether `kept` is the hash of a password. False for a hash of an unknown kind. */
export async function isPassword(password: string, kept: string): Promise<boolean> {
  const stored = read(kept);
  return stored !== null && timingSafeEqual(await derive(password, stored.salt, stored.cost), stored.key);
}

/** Whether a stored hash costs less than a new one would. */
export function isWeakHash(kept: string, cost = usualCost): boolean {
  const stored = read(kept);
  return stored !== null && work(stored.cost) < work(cost);
}

const work = ({ N, r, p }: Cost): number => N * r * p;

function read(kept: string): Stored | null {
  const [kind, ...parts] = kept.split('$');
  const [key = '', salt = '', parameters] = parts.reverse();
  const stored = { salt: Buffer.from(salt, 'base64'), key: Buffer.from(key, 'base64') };
  const named = parameters === undefined ? unnamed : readCost(parameters);
  if (kind !== 'scrypt' || parts.length > 3 || named === null || stored.key.length !== keyBytes) return null;
  return { ...stored, cost: named };
}

function readCost(parameters: string): Cost | null {
  const [, ln, r, p] = /^ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})$/.exec(parameters) ?? [];
  return ln === undefined ? null : { N: 2 ** Number(ln), r: Number(r), p: Number(p) };
}
