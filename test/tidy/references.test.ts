import { parseSync } from 'vite';
import { describe, expect, it } from 'vitest';
import { referencesIn, resolver } from './references.ts';
import { projectFiles } from './source.ts';

const files = projectFiles(/\.(tsx?|md)$/);
const resolve = resolver(files);

describe('references in comments', () => {
  it('every […] leads to a heading, a numbered rule, a file or a published standard; code is in backquotes', () => {
    const dangling = [...files]
      .filter(([path]) => !path.endsWith('.md'))
      .flatMap(([path, text]) => {
        const comments = parseSync(path, text).comments.map(({ value }) => value);
        return comments.flatMap(referencesIn).flatMap((reference) => {
          const why = resolve(reference);
          return why === null ? [] : [`${path} [${reference}]: ${why}`];
        });
      });
    expect(dangling).toEqual([]);
  });

  it.each(['VMC V3 §6.9', 'LBP/1 owes 7', 'rules, nonsense', 'domain, hard stop', 'docs/none.md'])(
    'a reference that leads nowhere is found: [%s]',
    (reference) => expect(resolve(reference)).not.toBeNull(),
  );
});
