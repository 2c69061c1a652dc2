import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { WrittenCard } from '../../simulators/reader/card.ts';
import { residentCard } from '../../simulators/reader/card.ts';

/** What the photo of a marked card is filled with. */
export const markedPhoto = 0xc7;

/** A constructed card whose every part is found again wherever it may have gone. */
export const markedCard: WrittenCard = residentCard('000000198703140015', {
  name: '标记甲乙',
  address: '标记省标记市标记路7号',
});

/** A text in the encodings in which it might lie about. */
function encodings(text: string): Buffer[] {
  const utf8 = Buffer.from(text, 'utf8');
  const utf16 = Buffer.from(text, 'utf16le');
  const plain = [utf8, utf16, Buffer.from(utf16).swap16()];
  const base64 = plain.flatMap((bytes) =>
    // Base64 depends on where in a longer text it begins: all three ways, without the edges.
    [0, 1, 2].map((before) => {
      const coded = Buffer.concat([Buffer.alloc(before), bytes])
        .toString('base64')
        .replaceAll('=', '');
      return Buffer.from(coded.slice(before === 0 ? 0 : before + 1, -2));
    }),
  );
  const written = [...plain].flatMap((bytes) => [
    Buffer.from(bytes.toString('hex')),
    Buffer.from(bytes.toString('hex').toUpperCase()),
    Buffer.from([...bytes].join(',')),
  ]);
  const escaped = Buffer.from(
    [...text].map((sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`).join(''),
  );
  return [
    ...plain,
    ...base64,
    ...written,
    escaped,
    Buffer.from(encodeURIComponent(text)),
    Buffer.from([...text].reverse().join('')),
  ];
}

const photo = Buffer.alloc(24, markedPhoto);

/** Everything of the marked card that must be nowhere, by what it is. */
const marks: readonly { readonly what: string; readonly bytes: Buffer }[] = [
  ...['number', 'name', 'address'].flatMap((what) =>
    encodings(markedCard[what as 'number' | 'name' | 'address']).map((bytes) => ({ what, bytes })),
  ),
  // Birth and sequence are enough to find a person.
  { what: 'end of the number', bytes: Buffer.from(markedCard.number.slice(8)) },
  { what: 'end of the number', bytes: Buffer.from(markedCard.number.slice(8), 'utf16le') },
  { what: 'photo', bytes: photo },
  { what: 'photo', bytes: Buffer.from(photo.toString('hex')) },
  { what: 'photo', bytes: Buffer.from(photo.toString('base64')) },
];

/** What of the marked card is in some bytes. */
export const marksIn = (bytes: Buffer): string[] => [
  ...new Set(marks.filter((mark) => bytes.includes(mark.bytes)).map(({ what }) => what)),
];

/** What of the marked card is in any file below a folder: `path: what`. */
export function marksBelow(folder: string): { readonly found: string[]; readonly bytes: number } {
  const found: string[] = [];
  let bytes = 0;
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const path = join(folder, name);
    const stat = statSync(path, { throwIfNoEntry: false });
    if (stat?.isFile() !== true) continue;
    const content = readFileSync(path);
    bytes += content.length;
    found.push(
      ...marksIn(content).map((what) => `${name}: ${what}`),
      ...marksIn(Buffer.from(name)).map((what) => `${name}: ${what}`),
    );
  }
  return { found, bytes };
}
