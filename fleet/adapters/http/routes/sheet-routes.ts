import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import type { Principal } from '../../../registry/records.ts';
import type { SheetOptions } from '../sheets.ts';
import { csvOf, type Workbook, xlsxOf } from '../tables.ts';
import type { RouteContext } from './route-context.ts';

const Sheet = z.object({ lang: z.enum(['zh', 'en']).default('zh'), bom: z.enum(['true', 'false']).default('true') });
const sheetTypes = {
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  csv: 'text/csv',
} as const;

/** Adds a table's two file formats to its JSON route, from the same answer. */
export function addSheets<Q extends z.ZodObject>(
  { route, productName, timeText }: RouteContext,
  path: string,
  id: string,
  query: Q,
  workbook: (query: z.output<Q>, principal: Principal, options: SheetOptions) => Promise<Workbook>,
): void {
  for (const kind of ['xlsx', 'csv'] as const)
    route(
      {
        method: 'GET',
        path: `${path}.${kind}`,
        id: `${id}${kind === 'xlsx' ? 'Xlsx' : 'Csv'}`,
        summary: `The same figures as ${kind.toUpperCase()}`,
        tag: 'sheets',
        permission: 'read',
        query: query.extend(Sheet.shape),
        answer: [sheetTypes[kind]],
      },
      async ({ query: input, principal, reply }) => {
        const { lang, bom } = input as z.output<typeof Sheet>;
        const options: SheetOptions = { lang, productName: productName(lang), time: timeText };
        const made = await workbook(input as z.output<Q>, principal, options);
        const plain = `${path.slice(1).replaceAll('/', '-')}.${kind}`;
        reply.header('content-disposition', disposition(plain, `${fileTitle(made, timeText(Date.now()))}.${kind}`));
        return sheetBody(reply, kind, made, bom === 'true');
      },
    );
}

/**
 * A file's name: what it shows, of which area and time, and when it was made, so that no two
 * exports are confused.
 */
const fileTitle = ({ title }: Workbook, madeAt: string): string =>
  [...title, madeAt.slice(0, 16).replace(/[-:]/g, '').replace(' ', '-')].join('_').replace(/[\\/:*?"<>|\s]+/g, '-');

/** The header that names a file: in ASCII for old programs, and in full [RFC 6266]. */
const disposition = (plain: string, name: string): string =>
  `attachment; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(name).replace(/['()*]/g, hexEscape)}`;

const hexEscape = (char: string): string => `%${char.charCodeAt(0).toString(16).toUpperCase()}`;

async function sheetBody(
  reply: FastifyReply,
  kind: keyof typeof sheetTypes,
  workbook: Workbook,
  mark: boolean,
): Promise<string | Buffer> {
  reply.type(kind === 'csv' ? 'text/csv; charset=utf-8' : sheetTypes.xlsx);
  return kind === 'csv' ? csvOf(workbook.tables[0], mark) : await xlsxOf(workbook);
}
