import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writePrivateFile } from './private-file.ts';

/**
 * Files of a folder that only this user may read, from their first byte on. What was read or
 * written is also held in memory, so that files that are deleted while the server runs can be
 * written again: without them no kiosk would trust the server after its next start.
 */
export class SecretFolder {
  readonly #path: string;
  readonly #held = new Map<string, string>();

  /** Makes the folder if it is missing. */
  constructor(path: string) {
    this.#path = path;
    mkdirSync(path, { recursive: true, mode: 0o700 });
  }

  /** The names of its files. */
  names(): string[] {
    return readdirSync(this.#path);
  }

  /** The path of a file, for messages. */
  pathOf(name: string): string {
    return join(this.#path, name);
  }

  /** A file's text. Null if there is no such file. */
  read(name: string): string | null {
    try {
      const text = readFileSync(this.pathOf(name), 'utf8');
      this.#held.set(name, text);
      return text;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
      throw error;
    }
  }

  /** Writes a file. After a crash it is there as a whole, or the earlier one is. */
  write(name: string, text: string): void {
    writePrivateFile(this.pathOf(name), text);
    this.#held.set(name, text);
  }

  /** Writes files that are missing now again. Returns their names. */
  restoreMissing(): string[] {
    const missing = [...this.#held].filter(([name]) => !existsSync(this.pathOf(name)));
    if (missing.length > 0) mkdirSync(this.#path, { recursive: true, mode: 0o700 });
    for (const [name, text] of missing) this.write(name, text);
    return missing.map(([name]) => name);
  }
}
