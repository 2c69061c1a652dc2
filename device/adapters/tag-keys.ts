import { createHmac, randomBytes, scrypt } from 'node:crypto';
import { closeSync, fsyncSync, mkdirSync, openSync, readdirSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { Secret } from '../../shared/secret.ts';
import type { Tagger, Tags } from '../agent/identity.ts';
import type { Tag, Week } from '../core/screen/person.ts';
import { writePrivateFile } from '../identity/private-file.ts';
import type { AgentObserver } from '../ports.ts';
import type { Card, CardKind } from '../readers/port.ts';

/** Makes guessing a number dear: some tenths of a second on a kiosk's computer, and 16 MiB. */
const cost = { N: 2 ** 14, r: 8, p: 1, maxmem: 64 * 1024 * 1024 } as const;
const seedBytes = 32;
const keyBytes = 32;
/** A tag is so much of an HMAC, in hexadecimal digits. */
const tagDigits = 32;

/** Part of what is hashed: a number of one kind is not the same number of another. */
const kindBytes: Readonly<Record<CardKind, number>> = {
  resident: 1,
  'hmt-resident': 2,
  'foreigner-2017': 3,
  'foreigner-2023': 4,
};

const saltName = 'salt';
const weekName = (week: Week): string => `week-${week}`;

/**
 * Turns cards into tags. A number and the kiosk's salt give a seed (scrypt); the seed and a week's
 * key give the tag of that week. Salt and keys are files of their own in a private folder, outside
 * of the ledger: once a week's key is destroyed, the tags of that week say nothing any more, in no
 * copy of the ledger.
 */
export function tagKeys(folder: string, log: AgentObserver['log']): Tagger {
  const keyOf = (name: string, isMade: boolean): Buffer | null => {
    try {
      const key = readFileSync(join(folder, name));
      return key.length === keyBytes ? key : null;
    } catch (error) {
      if (!isMade || (error as NodeJS.ErrnoException).code !== 'ENOENT') return null;
    }
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      const key = randomBytes(keyBytes);
      writePrivateFile(join(folder, name), key);
      return key;
    } catch (error) {
      log('error', 'a key for tags cannot be written · 无法写入密钥', { name, error: String(error) });
      return null;
    }
  };

  /** The tag of each week that has a key; the newest two weeks get one. */
  function tagsOf(seed: Buffer, weeks: readonly Week[]): Map<Week, Tag> {
    const tags = new Map<Week, Tag>();
    for (const [index, week] of weeks.entries()) {
      const key = keyOf(weekName(week), index >= weeks.length - 2);
      if (key === null) continue;
      tags.set(week, createHmac('sha256', key).update(seed).digest('hex').slice(0, tagDigits) as Tag);
      key.fill(0);
    }
    return tags;
  }

  return {
    tag(card: Secret<Card>, weeks, done) {
      const salt = keyOf(saltName, true);
      const named = card.use(({ kind, number }) => Buffer.concat([Buffer.of(kindBytes[kind]), number]));
      card.wipe();
      if (salt === null) {
        named.fill(0);
        done(null);
        return;
      }
      scrypt(named, salt, seedBytes, cost, (error, seed) => {
        named.fill(0);
        salt.fill(0);
        if (error !== null) return done(null);
        const tags = tagsOf(seed, weeks);
        seed.fill(0);
        done(tags.size === 0 ? null : new Secret<Tags>(tags, () => tags.clear()));
      });
    },
    forget(before) {
      for (const name of namesIn(folder)) {
        const week = /^week-(\d+)$/.exec(name)?.[1];
        if (week !== undefined && Number(week) < before) destroy(join(folder, name));
      }
    },
  };
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/**
 * Overwrites a key before its name is taken away. Flash may keep a copy; nothing better is known.
 */
function destroy(path: string): void {
  const file = openSync(path, 'r+');
  try {
    writeSync(file, randomBytes(keyBytes), 0, keyBytes, 0);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  rmSync(path, { force: true });
}
