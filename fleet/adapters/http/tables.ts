import type { SheetData } from 'write-excel-file/node';
import { searchKey } from '../../../shared/contracts/spelling.ts';

/**
 * A cell: a text, a number, or a share (0 to 1) that is shown as a percentage. Empty if there is
 * nothing: records of an earlier version may lack a field.
 */
export type Cell = string | number | { readonly share: number } | null | undefined;

/**
 * One table of an exported file: the same figures as on screen. Codes, lots and days are text, so
 * that no office program changes them.
 */
export interface Table {
  readonly name: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

/** An exported file: its tables, and what is printed above them on every page. */
export interface Workbook {
  /** What it shows, of which area and of what time. Also the name of the file. */
  readonly title: readonly [what: string, area: string, period: string];
  /** The time up to which the figures count. */
  readonly asOf: string;
  readonly tables: readonly [Table, ...Table[]];
}

/** Rows above a table's head in XLSX: the title and the time of the figures. */
export const titleRows = 2;

/**
 * Characters that a cell of either format cannot hold: control characters except tab and line feed,
 * halves of surrogate pairs, noncharacters.
 */
const unwritable = /(?![\t\n])[\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}]/gu;

/** A text as both formats of a sheet hold it. */
const cellText = (text: string): string => text.replace(/\r\n?/g, '\n').replace(unwritable, '');

/**
 * Makes a spreadsheet show text that it would otherwise run as a formula. East Asian editions treat
 * full-width characters like the plain ones, and may drop invisible characters or spaces before the
 * first character.
 */
const harmless = (text: string): string =>
  /^[=+\-@]/.test(searchKey(text)) || /^[\t\n]/.test(text) ? `'${text}` : text;

/** A share as a percentage with at most one decimal. */
const percent = (share: number): string => `${Number((share * 100).toFixed(1))}%`;

const field = (value: Cell): string => {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number') return String(value);
  if (typeof value === 'object') return percent(value.share);
  const text = harmless(cellText(value));
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

/**
 * A table as CSV [RFC 4180], with its head in the first line. `mark` adds the byte-order mark,
 * without which Excel garbles Chinese.
 */
export function csvOf(table: Table, mark: boolean): string {
  const lines = [table.head, ...table.rows].map((row) => row.map(field).join(','));
  return `${mark ? '\uFEFF' : ''}${lines.join('\r\n')}\r\n`;
}

/** A workbook as one XLSX file. Title and time are above every table. */
export async function xlsxOf({ title, asOf, tables }: Workbook): Promise<Buffer> {
  const bold = (text: string) => ({ value: cellText(text), fontWeight: 'bold' as const });
  const sheets = tables.map((table) => ({
    data: [
      [bold([...title].join('  '))],
      [{ value: cellText(asOf), type: String }],
      table.head.map(bold),
      ...table.rows.map((row) => row.map(xlsxCell)),
    ] as SheetData,
    sheet: table.name.slice(0, 31),
    stickyRowsCount: titleRows + 1,
    columns: table.head.map((text, index) => ({ width: widthOf(text, table, index) })),
  }));
  const { default: writeXlsxFile } = await import('write-excel-file/node');
  return await writeXlsxFile(sheets).toBuffer();
}

function xlsxCell(value: Cell) {
  if (value === null || value === undefined) return null;
  if (typeof value === 'number') return { value, type: Number };
  if (typeof value === 'object') return { value: value.share, type: Number, format: '0.0%' };
  return { value: cellText(value), type: String };
}

/** The width of a column: that of its longest text. A Chinese character takes two places. */
function widthOf(head: string, table: Table, index: number): number {
  const places = (text: string): number =>
    [...text].reduce((sum, char) => sum + (char.charCodeAt(0) > 0xff ? 2 : 1), 0);
  const longest = table.rows.slice(0, 200).reduce((max, row) => Math.max(max, places(field(row[index]))), places(head));
  return Math.min(60, longest + 2);
}
