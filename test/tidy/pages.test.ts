import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fieldsWithoutChinese } from '../../scripts/pages/fields.ts';
import { pages } from '../../scripts/pages/pages.ts';
import { settingsWithoutChinese } from '../../scripts/pages/settings.ts';
import { root } from './source.ts';

const made = pages();

describe('generated pages', () => {
  it.each([...made.keys()])('%s agrees with its source; update it with: npm run docs', (path) => {
    expect(readFileSync(join(root, path), 'utf8') === made.get(path), `${path} is stale: run npm run docs`).toBe(true);
  });

  it('every setting and field has a Chinese meaning; add what is missing to scripts/pages/chinese.ts', () => {
    expect([...settingsWithoutChinese(), ...fieldsWithoutChinese]).toEqual([]);
  });
});
