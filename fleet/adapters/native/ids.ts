import { randomBytes, randomUUID } from 'node:crypto';
import type { Ids } from '../../ports/ids.ts';
import { sha256 } from './sha256.ts';

/**
 * Random ids from the system. A secret has 192 random bits, so a plain hash of it is enough to
 * protect it.
 */
export const systemIds: Ids = {
  uuid: () => randomUUID(),
  secret: () => randomBytes(24).toString('base64url'),
  hash: sha256,
};
