import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readCommand } from '../../../simulators/board/commands/all.ts';
import { WrongWords } from '../../../simulators/board/model/words.ts';

test('whatever is typed is a command, nothing, or an error in one plain sentence', () => {
  const word = fc.oneof(
    fc.constantFrom(
      'jam',
      'late',
      'fill',
      'wait',
      'lose',
      'setting',
      'final',
      'power',
      'temp',
      'swap',
      'toString',
      '__proto__',
    ),
    fc.constantFrom('3', '5s', '0.2', 'on', 'host', 'turn', 'pollMs', '04', '-1', '1e9', '99999999999', 'NaN', '#'),
    fc.string({ maxLength: 8 }),
  );
  fc.assert(
    fc.property(fc.array(word, { maxLength: 5 }), fc.constantFrom('lbp' as const, 'vmc3' as const), (words, driver) => {
      try {
        const action = readCommand(words.join(' '), driver, 4);
        expect(action === null || typeof action === 'function').toBe(true);
      } catch (error) {
        expect(error).toBeInstanceOf(WrongWords);
        expect((error as Error).message).toMatch(/^[^\n]{5,}$/);
      }
    }),
    { numRuns: 2000 },
  );
});

test.each([
  ['', 'lbp'],
  ['   ', 'lbp'],
  ['# a comment', 'lbp'],
] as const)('%j is nothing', (line, driver) => {
  expect(readCommand(line, driver, 4)).toBeNull();
});

test.each([
  ['setting pollMs 100', 'no command "setting"'],
  ['foo', 'no command "foo"; help lists them all'],
  ['forgot', 'no command "forgot"; perhaps forget'],
  ['unp', 'no command "unp"; perhaps unplug'],
  ['wait', 'wait: 2s, or turn, fall, result, boot, host'],
  ['jam 0', 'which lane: a whole number from 1 to 4, not "0"'],
  ['late 3 soon', 'how late: a time such as 2s or 500ms, not "soon"'],
  ['temp warm', 'temp: degrees such as 41.5, or none'],
  ['swap a b', 'too many words, write: swap [serial]'],
])('%s is wrong: %s', (line, text) => {
  expect(() => readCommand(line, 'lbp', 4)).toThrow(text);
});

test.each([
  'setting',
  'setting pollMs',
  'setting pollMs 100',
  'final 3 04',
  'final 3 none',
  'interject money',
  'unpause',
])('%s is only for a VMC', (line) => {
  expect(readCommand(line, 'vmc3', 4)).toBeTypeOf('function');
});
