import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import type { Principal } from '../../../registry/records.ts';
import { sheetTypes } from '../route-spec.ts';
import { type SheetOptions, withMissing } from '../sheets.ts';
import { csvOf, type Workbook, xlsxOf } from '../tables.ts';
import type { RouteContext } from './route-context.ts';

const Sheet = z.object({ lang: z.enum(['zh', 'en']).default('zh'), bom: z.enum(['true', 'false']).default('true') });

/**
 * Adds a table's two file formats to its JSON route, from the same answer. Tables of figures name
 * the machines that are missing in them, where the format has a place for it.
 */
export function addSheets<Q extends z.ZodObject>(
  { route, productName, timeText, service }: RouteContext,
  { path, id, permission }: { readonly path: string; readonly id: string; readonly permission: 'read' | 'audit' },
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
        permission,
        query: query.extend(Sheet.shape),
        answer: [sheetTypes[kind]],
        audit: {
          about: ({ query: { region } }) => ({
            subject: `${path.slice(1)}.${kind}`,
            region: (region as string | undefined) ?? null,
          }),
          asked: (input) => ({ query: filtersOf(input.query) }),
        },
      },
      async ({ query: input, principal, reply }) => {
        const { lang, bom } = input as z.output<typeof Sheet>;
        const options: SheetOptions = { lang, productName: productName(lang), time: timeText };
        const table = await workbook(input as z.output<Q>, principal, options);
        const area = service.queries.area(input.region as string | undefined, principal.area);
        const made = permission === 'audit' ? table : withMissing(table, service.quarantines.in(area), options);
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

/** What an export was asked for, without what was left out and how its file is written. */
const filtersOf = (query: object): object =>
  Object.fromEntries(
    Object.entries(query).filter(
      ([name, value]) => !['lang', 'bom', 'limit'].includes(name) && value !== undefined && String(value) !== '',
    ),
  );

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
