import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { PinMemory } from '../agent/pin-slowdown.ts';
import { writePrivateFile } from '../identity/private-file.ts';
import type { AgentObserver } from '../ports.ts';

/** Files of the data folder that only the agent's own user may read. */
const screenKeyName = 'screen.key';
const wrongPinsName = 'wrong-pins.json';

const WrongPins = z.record(z.string().max(80), z.int().min(1).max(1_000_000));

/** The private files of a data folder. None of the functions throws. */
export interface PrivateFiles {
  /** A new secret between the kiosk's screen and the agent: 256 random bits. */
  readonly screenKey: string;
  /** Puts the secret where the screen's program finds it. */
  keepScreenKey(): void;
  readonly pins: PinMemory;
}

/**
 * The private files of a data folder. If one cannot be written, that is logged: without the secret,
 * only programs of the agent's own user may order boxes.
 */
export function privateFiles(dataDir: string, log: AgentObserver['log']): PrivateFiles {
  const screenKey = randomBytes(32).toString('base64url');
  const write = (name: string, text: string): void => {
    try {
      writePrivateFile(join(dataDir, name), text);
    } catch (error) {
      log('warn', `${name} cannot be written · 无法写入 ${name}`, { error: String(error) });
    }
  };
  return {
    screenKey,
    keepScreenKey: () => write(screenKeyName, `${screenKey}\n`),
    pins: {
      read() {
        try {
          const parsed = WrongPins.safeParse(JSON.parse(readFileSync(join(dataDir, wrongPinsName), 'utf8')));
          return parsed.success ? parsed.data : {};
        } catch {
          return {};
        }
      },
      write: (wrong) => write(wrongPinsName, JSON.stringify(wrong)),
    },
  };
}
