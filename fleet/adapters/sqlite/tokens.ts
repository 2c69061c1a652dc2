import type { MaybeSync } from '../../ports/maybe-sync.ts';
import type { TokenRecord, TokenStore } from '../../ports/token-store.ts';
import type { Connection } from './connection/database.ts';
import { readDocs } from './documents.ts';

/** The tokens of programs, as the writer reads and writes them. */
export function tokenWriter(db: Connection): MaybeSync<TokenStore> {
  const all = db.prepare('SELECT doc FROM token ORDER BY id').pluck();
  const save = db.prepare('INSERT INTO token VALUES (?, ?) ON CONFLICT DO UPDATE SET doc = excluded.doc');
  return {
    tokens: () => readDocs<TokenRecord>(all.all()),
    saveToken: (record) => void save.run(record.id, JSON.stringify(record)),
  };
}
