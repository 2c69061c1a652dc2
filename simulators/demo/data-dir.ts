import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { errorText } from '../../shared/error-text.ts';
import { dayOf } from './days.ts';
import type { ProvinceSeed } from './machine.ts';

/** Rises when earlier data directories can't be used any more. */
const version = 1;

const Kept = z.object({
  version: z.literal(version),
  seed: z.int(),
  machines: z.int().min(0),
  beganAt: z.int(),
  /** Kept so that the sign-in is the same at each start: only for a demo on the loopback. */
  password: z.string().min(10),
  /** Kept likewise, for programs. */
  token: z.string().min(10),
  /** Whether the whole history is in the books. */
  seeded: z.boolean(),
  /** The live kiosks' secrets, by machine. */
  secrets: z.record(z.string(), z.string()),
});
/** What a demo keeps for its next start. */
export type Kept = z.infer<typeof Kept>;

/** A data directory can't be used; the message says what to do. */
export class UnusableData extends Error {}

/** What the demo keeps for its next start, in addition to the data of fleet and kiosks. */
export class DemoData {
  readonly dir: string;
  /** Whether this directory was created just now. */
  readonly fresh: boolean;
  #kept: Kept;

  private constructor(dir: string, kept: Kept, fresh: boolean) {
    this.dir = dir;
    this.#kept = kept;
    this.fresh = fresh;
  }

  /**
   * Opens a directory or creates one; `seed` and `machines` only apply to a new one. Throws
   * UnusableData.
   */
  static open(dir: string, wanted: { seed: number; machines: number }, now: number): DemoData {
    mkdirSync(dir, { recursive: true });
    const path = join(dir, 'demo.json');
    if (existsSync(path)) return new DemoData(dir, readKept(dir, path), false);
    const others = readdirSync(dir);
    if (others.length > 0)
      throw new UnusableData(
        `${dir} holds ${others[0]} and no demo.json: name another folder with --data, or delete this one · 该目录不是演示数据，请换目录或删除`,
      );
    const password = randomBytes(9).toString('base64url');
    const token = randomBytes(18).toString('base64url');
    const kept = { version, ...wanted, beganAt: now, password, token, seeded: false, secrets: {} } as const;
    const data = new DemoData(dir, kept, true);
    data.change({});
    return data;
  }

  get kept(): Kept {
    return this.#kept;
  }

  get province(): ProvinceSeed {
    const { seed, machines, beganAt } = this.#kept;
    return { seed, machines, beganAt, beganDay: dayOf(beganAt) };
  }

  path(...parts: readonly string[]): string {
    return join(this.dir, ...parts);
  }

  change(change: Partial<Pick<Kept, 'seeded' | 'secrets'>>): void {
    this.#kept = { ...this.#kept, ...change };
    const path = join(this.dir, 'demo.json');
    writeFileSync(`${path}.new`, `${JSON.stringify(this.#kept, null, 2)}\n`, { mode: 0o600 });
    renameSync(`${path}.new`, path);
  }
}

function readKept(dir: string, path: string): Kept {
  const advice = `delete the folder ${dir} to begin the demo anew · 请删除该目录后重新开始`;
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new UnusableData(`${path} can't be read (${errorText(error)}): ${advice}`);
  }
  const read = Kept.safeParse(json);
  if (!read.success) throw new UnusableData(`${path} is of another version of the demo: ${advice}`);
  return read.data;
}
