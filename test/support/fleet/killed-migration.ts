import { connectWriter } from '../../../fleet/adapters/sqlite/connection/database.ts';
import { migrate } from '../../../fleet/adapters/sqlite/connection/migrate.ts';
import type { Migration } from '../../../fleet/adapters/sqlite/connection/migrations/migration.ts';
import { migrations } from '../../../fleet/adapters/sqlite/connection/migrations/migrations.ts';

// Migrates the given database, and is killed in the middle of a step that comes after all others.
const [file = ''] = process.argv.slice(2);
const deadly: Migration = {
  version: migrations.length + 1,
  name: 'a step during which the power goes',
  up: (db) => {
    db.exec('CREATE TABLE half_made (x); UPDATE machine SET region = 0; DROP TABLE user');
    process.kill(process.pid, 'SIGKILL');
  },
};
migrate(connectWriter(file), file, Date.now(), [...migrations, deadly]);
