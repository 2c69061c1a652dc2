import writeXlsxFile, { type SheetData } from 'write-excel-file/node';
import { searchKey } from '../../../shared/contracts/spelling.ts';

/** A sheet to hand out: the same figures as on screen. Codes, lots and days are text, so that no office program changes them. */
export interface Table {
  readonly name: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly (string | number | null)[])[];
}

/** What a cell of either form cannot hold: control signs but tab and line feed, halves of surrogate pairs, noncharacters. */
const unwritable = /(?![\t\n])[\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}]/gu;

/** A text as both forms of a sheet hold it. */
const cellText = (text: string): string => text.replace(/\r\n?/g, '\n').replace(unwritable, '');

/**
 * Text that a spreadsheet would run as a formula is shown as text. East Asian editions take full-width signs for the plain ones, and
 * invisible signs or spaces before the first may get lost on the way.
 */
const harmless = (text: string): string =>
  /^[=+\-@]/.test(searchKey(text)) || /^[\t\n]/.test(text) ? `'${text}` : text;

const field = (value: string | number | null): string => {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const text = harmless(cellText(value));
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

/** A table as CSV [RFC 4180], with a byte-order mark unless told otherwise: Excel garbles Chinese without it. */
export function csvOf(table: Table, mark: boolean): string {
  const lines = [table.head, ...table.rows].map((row) => row.map(field).join(','));
  return `${mark ? '\uFEFF' : ''}${lines.join('\r\n')}\r\n`;
}

/** Tables as the sheets of one XLSX file. */
export async function xlsxOf(tables: readonly Table[]): Promise<Buffer> {
  const sheets = tables.map((table) => ({
    data: [
      table.head.map((text) => ({ value: cellText(text), fontWeight: 'bold' as const })),
      ...table.rows.map((row) =>
        row.map((value) =>
          value === null
            ? null
            : typeof value === 'number'
              ? { value, type: Number }
              : { value: cellText(value), type: String },
        ),
      ),
    ] as SheetData,
    sheet: table.name.slice(0, 31),
    stickyRowsCount: 1,
    columns: table.head.map((text, index) => ({ width: widthOf(text, table, index) })),
  }));
  return await writeXlsxFile(sheets).toBuffer();
}

/** A column as wide as its longest text; a Chinese sign takes two places. */
function widthOf(head: string, table: Table, index: number): number {
  const places = (text: string): number =>
    [...text].reduce((sum, sign) => sum + (sign.charCodeAt(0) > 0xff ? 2 : 1), 0);
  const longest = table.rows
    .slice(0, 200)
    .reduce((max, row) => Math.max(max, places(String(row[index] ?? ''))), places(head));
  return Math.min(60, longest + 2);
}
