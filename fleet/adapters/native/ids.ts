import { randomBytes, randomUUID } from 'node:crypto';
import type { Ids } from '../../ports/ids.ts';
import { sha256 } from './sha256.ts';

/** Ids by the system's dice. A secret has 192 bits, so that a plain hash of it keeps it safe. */
export const systemIds: Ids = {
  uuid: () => randomUUID(),
  secret: () => randomBytes(24).toString('base64url'),
  hash: sha256,
};
