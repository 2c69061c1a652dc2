import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fieldsWithoutChinese } from './fields.ts';
import { pages } from './pages.ts';
import { settingsWithoutChinese } from './settings.ts';
import { root } from './source.ts';

for (const [path, text] of pages()) {
  writeFileSync(join(root, path), text);
  console.log(path);
}
const missing = [...settingsWithoutChinese(), ...fieldsWithoutChinese];
if (missing.length > 0) console.log(`Without a Chinese meaning in scripts/pages/chinese.ts: ${missing.join(', ')}`);
