import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import type { Principal } from '../../../registry/records.ts';
import type { Lang } from '../sheets.ts';
import { csvOf, type Table, xlsxOf } from '../tables.ts';
import type { RouteContext } from './route-context.ts';

const Sheet = z.object({ lang: z.enum(['zh', 'en']).default('zh'), bom: z.enum(['true', 'false']).default('true') });
const sheetTypes = {
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  csv: 'text/csv',
} as const;

/** A table's two forms beside its JSON, from the same answer. */
export function addSheets<Q extends z.ZodObject>(
  { route }: RouteContext,
  path: string,
  id: string,
  query: Q,
  tables: (query: z.output<Q>, principal: Principal, lang: Lang) => Promise<Table[]>,
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
      async ({ query: asked, principal, reply }) => {
        const { lang, bom } = asked as z.output<typeof Sheet>;
        const made = await tables(asked as z.output<Q>, principal, lang);
        return sheetBody(reply, kind, path.slice(1).replaceAll('/', '-'), made, bom === 'true');
      },
    );
}

async function sheetBody(
  reply: FastifyReply,
  kind: keyof typeof sheetTypes,
  name: string,
  tables: Table[],
  mark: boolean,
): Promise<string | Buffer> {
  reply
    .header('content-disposition', `attachment; filename="${name}.${kind}"`)
    .type(kind === 'csv' ? 'text/csv; charset=utf-8' : sheetTypes.xlsx);
  const [first] = tables;
  return kind === 'csv' ? csvOf(first ?? { name: '', head: [], rows: [] }, mark) : await xlsxOf(tables);
}
