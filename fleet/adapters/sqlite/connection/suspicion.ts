import { writeFileSync } from 'node:fs';
import { memory } from './database.ts';

/**
 * A file next to a database in which a running server met damage. It makes the next start check
 * every page.
 */
export const suspicion = (file: string): string => `${file}.suspect`;

/**
 * Notes that a database gave an error that means damage, so that the next start checks it and
 * quarantines it if necessary.
 */
export function noteDamage(file: string): void {
  if (file !== memory) writeFileSync(suspicion(file), '');
}
