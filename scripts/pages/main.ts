import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pages } from './pages.ts';
import { root } from './source.ts';

for (const [path, text] of pages()) {
  writeFileSync(join(root, path), text);
  console.log(path);
}
