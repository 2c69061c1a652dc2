import * as xlsx from '@e965/xlsx';
import { titleRows } from '../../../fleet/adapters/http/tables.ts';
import type { RunningFleet } from '../../../fleet/main.ts';
import { StreamMessage } from '../../../shared/contracts/fleet-http.ts';
import { formatDay } from '../../../shared/rules/calendar.ts';
import { call, token } from '../../support/fleet/fleet.ts';

export type Row = readonly (string | number | null)[];

const rowsOf = (book: xlsx.WorkBook, sheet: number): Row[] =>
  xlsx.utils.sheet_to_json(book.Sheets[book.SheetNames[sheet] ?? ''] ?? {}, { header: 1, raw: true, defval: null });

/** What a running fleet shows; every response is requested once. */
export class Look {
  readonly fleet: RunningFleet;
  /** The fleet's local day, its year and month. */
  readonly day: string;
  readonly year: string;
  readonly #answers = new Map<string, Promise<unknown>>();

  constructor(fleet: RunningFleet) {
    this.fleet = fleet;
    this.day = formatDay(fleet.service.today());
    this.year = this.day.slice(0, 4);
  }

  #once<T>(key: string, ask: () => Promise<T>): Promise<T> {
    const known = (this.#answers.get(key) as Promise<T> | undefined) ?? ask();
    this.#answers.set(key, known);
    return known;
  }

  // biome-ignore lint/suspicious/noExplicitAny: a test reads whatever the API answers.
  get(path: string): Promise<any> {
    return this.#once(path, async () => {
      const { status, body } = await call(this.fleet, `/api/v1${path}`);
      if (status !== 200) throw new Error(`${path}: ${status} ${JSON.stringify(body)}`);
      return body;
    });
  }

  async #bytes(path: string): Promise<Uint8Array> {
    const answer = await fetch(`http://127.0.0.1:${this.fleet.httpPort}/api/v1${path}`, {
      headers: { authorization: `Bearer ${token}` },
    });
    if (answer.status !== 200) throw new Error(`${path}: ${answer.status}`);
    return new Uint8Array(await answer.arrayBuffer());
  }

  /** A CSV file's rows below its header, by the header's words. */
  csv(path: string): Promise<Record<string, string | number | null>[]> {
    return this.#once(`csv ${path}`, async () => {
      const text = new TextDecoder().decode(await this.#bytes(path.replace(/(\?|$)/, '.csv?lang=en&')));
      return named(rowsOf(xlsx.read(text, { type: 'string', raw: true }), 0));
    });
  }

  /** The same for the sheet of an XLSX file. */
  xlsx(path: string, sheet = 0): Promise<Record<string, string | number | null>[]> {
    return this.#once(`xlsx ${sheet} ${path}`, async () => {
      const bytes = await this.#bytes(path.replace(/(\?|$)/, '.xlsx?lang=en&'));
      return named(rowsOf(xlsx.read(bytes, { type: 'array' }), sheet).slice(titleRows));
    });
  }

  /** All items of a list that goes on by a cursor. */
  // biome-ignore lint/suspicious/noExplicitAny: as above.
  async pages(path: string, items: string, by = 'cursor'): Promise<any[]> {
    const found: unknown[] = [];
    for (let cursor = ''; ; ) {
      const page = await this.get(`${path}${path.includes('?') ? '&' : '?'}${cursor}`);
      found.push(...page[items]);
      if (page.next === null) return found;
      cursor = `${by}=${encodeURIComponent(page.next)}`;
    }
  }

  /** What the stream reports about every machine, once all are evaluated again. */
  stream(): Promise<Map<string, Extract<StreamMessage, { type: 'machine' }>>> {
    return this.#once('stream', async () => {
      const ended = new AbortController();
      const answer = await fetch(`http://127.0.0.1:${this.fleet.httpPort}/api/v1/stream`, {
        headers: { authorization: `Bearer ${token}` },
        signal: ended.signal,
      });
      await this.fleet.service.reload();
      await this.fleet.tick();
      const said = new Map<string, Extract<StreamMessage, { type: 'machine' }>>();
      let text = '';
      const decoder = new TextDecoder();
      for await (const bytes of answer.body ?? []) {
        const messages = (text + decoder.decode(bytes, { stream: true })).split('\n\n');
        text = messages.pop() ?? '';
        for (const message of messages.flatMap(read))
          if (message.type === 'machine') said.set(message.machine, message);
        if (said.size === this.fleet.service.names().length) break;
      }
      ended.abort();
      return said;
    });
  }

  async metric(name: string): Promise<number> {
    const { body } = await call(this.fleet, '/metrics', { headers: {} });
    return Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(String(body))?.[1]);
  }
}

function read(message: string): StreamMessage[] {
  const data = /^data: (.*)$/m.exec(message)?.[1];
  return data === undefined ? [] : [StreamMessage.parse(JSON.parse(data))];
}

function named([head = [], ...rows]: readonly Row[]): Record<string, string | number | null>[] {
  return rows.map((row) => Object.fromEntries(head.map((name, at) => [String(name), row[at] ?? null])));
}
