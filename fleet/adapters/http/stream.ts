import type { ServerResponse } from 'node:http';
import { isWithin } from '../../../shared/areas/jiangxi.ts';
import type { StreamMessage } from '../../../shared/contracts/fleet-http.ts';
import { laneStock } from '../../../shared/ledger/books.ts';
import { formatDay } from '../../../shared/rules/calendar.ts';
import { countedEver } from '../../ledger/account.ts';
import { lineOrText } from '../../ledger/stored-line.ts';
import { limits } from '../../limits.ts';
import { flagView } from '../../lists/flag-view.ts';
import type { FleetEvent } from '../../ports/events.ts';
import { commandView } from '../../service/command-page.ts';
import type { FleetService } from '../../service/fleet-service.ts';
import { withoutDeadline } from './guards/connections.ts';

/** Who opens a stream, and the area that it is about. `session` is null for a program. */
export interface StreamReader {
  readonly area: string;
  readonly user: string;
  readonly session: string | null;
  /** Whether the reader may still see the area. */
  readonly mayStill: () => Promise<boolean>;
}

interface Watcher extends StreamReader {
  readonly response: ServerResponse;
  /** Whether messages were left out since the socket filled up. */
  behind: boolean;
}

const tickMs = 15_000;
/** The most bytes that may wait for a slow reader before messages are left out. */
const waitingBytes = 1024 * 1024;

/** Server-sent events to every open page, each limited to its area. */
export class StreamHub {
  readonly #service: FleetService;
  readonly #now: () => number;
  readonly #version: string;
  readonly #watchers = new Set<Watcher>();
  readonly #timer: NodeJS.Timeout;

  constructor(service: FleetService, now: () => number, version: string) {
    this.#service = service;
    this.#now = now;
    this.#version = version;
    this.#timer = setInterval(() => void this.tick(), tickMs);
    this.#timer.unref();
  }

  get watchers(): number {
    return this.#watchers.size;
  }

  /**
   * Takes over a response, for as long as its reader may see the area, and returns null. Returns
   * whose streams are too many if one more is not opened.
   */
  open(reader: StreamReader, response: ServerResponse): 'all' | 'user' | 'session' | null {
    const tooMany = this.#tooMany(reader);
    if (tooMany !== null) return tooMany;
    withoutDeadline(response);
    const watcher: Watcher = { ...reader, response, behind: false };
    response.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      connection: 'keep-alive',
      'x-accel-buffering': 'no',
    });
    this.#watchers.add(watcher);
    response.on('close', () => this.#watchers.delete(watcher));
    response.on('error', () => this.#watchers.delete(watcher));
    this.#write(watcher, { type: 'hello', asOf: this.#now(), version: this.#version });
    return null;
  }

  #tooMany({ user, session }: StreamReader): 'all' | 'user' | 'session' | null {
    if (this.#watchers.size >= limits.streams) return 'all';
    const ofUser = [...this.#watchers].filter((each) => each.user === user);
    if (ofUser.length >= limits.streamsOfUser) return 'user';
    const ofSession = ofUser.filter((each) => session !== null && each.session === session);
    return ofSession.length >= limits.streamsOfSession ? 'session' : null;
  }

  /**
   * Sends a tick to all streams. Ends those whose receiver may no longer see the area: dropped,
   * signed out, or moved to another area.
   */
  async tick(): Promise<void> {
    await Promise.all(
      [...this.#watchers].map(async (watcher) => {
        // If the store fails, nothing is known about anybody's rights.
        const mayStill = await watcher.mayStill().catch(() => true);
        if (!this.#watchers.has(watcher)) return;
        if (watcher.behind && watcher.response.writableLength > waitingBytes) watcher.response.destroy();
        else if (mayStill) this.#write(watcher, { type: 'tick', asOf: this.#now() });
        else watcher.response.end();
      }),
    );
  }

  /** Sends an event to the streams whose area contains its machine. */
  publish(event: FleetEvent): void {
    if (this.#watchers.size === 0) return;
    for (const { region, message } of this.#messages(event))
      for (const watcher of this.#watchers) if (isWithin(region, watcher.area)) this.#write(watcher, message);
  }

  #messages(event: FleetEvent): { region: string; message: StreamMessage }[] {
    const machine = machineOf(event);
    const state = machine === null ? null : this.#service.state(machine);
    if (event.kind === 'folded') return this.#lines(event.report.observedLines);
    if (!state) return [];
    const { record, account, presence } = state;
    const region = record.region;
    switch (event.kind) {
      case 'flag':
        return [
          { region, message: { type: 'flag', change: event.change, flag: flagView(event.flag, record, this.#now()) } },
        ];
      case 'command':
        return [
          {
            region,
            message: { type: 'command', machine: record.machine, region, command: commandView(event.command) },
          },
        ];
      case 'registry':
        return [{ region, message: { type: 'registry', machine: record.machine, region } }];
      case 'machine': {
        const lanes = [...account.books.lanes.values()];
        const day = this.#service.today();
        const year = Number(formatDay(day).slice(0, 4));
        const message = {
          type: 'machine' as const,
          asOf: this.#now(),
          machine: record.machine,
          region,
          link: presence.link === null ? ('unknown' as const) : presence.link.up ? ('up' as const) : ('down' as const),
          heard: presence.heard,
          lastIssued: account.lastIssued?.at ?? null,
          issued: {
            today: account.issuedToday.day === day ? account.issuedToday.boxes : 0,
            year: account.issuedYears[year] ?? 0,
            total: countedEver(account),
          },
          uncertain: account.books.uncertain.size,
          stock: lanes.reduce((sum, lane) => sum + laneStock(lane), 0),
        };
        return [{ region, message }];
      }
      default:
        return [];
    }
  }

  #lines(
    lines: Extract<FleetEvent, { kind: 'folded' }>['report']['observedLines'],
  ): { region: string; message: StreamMessage }[] {
    return lines.flatMap(({ machine, ledger, seq, received, at, corrected, day, uncounted, line }) => {
      const region = this.#service.record(machine)?.region;
      if (region === undefined) return [];
      const event = { ledger, seq, received, at, corrected, uncounted, day: formatDay(day), ...lineOrText(line) };
      return [{ region, message: { type: 'event', machine, region, event } }];
    });
  }

  #write(watcher: Watcher, message: StreamMessage): void {
    const { response } = watcher;
    if (response.writableLength > waitingBytes) {
      watcher.behind = true;
      return;
    }
    if (watcher.behind) {
      watcher.behind = false;
      response.write(text({ type: 'behind', asOf: this.#now() }));
    }
    response.write(text(message));
  }

  close(): void {
    clearInterval(this.#timer);
    for (const { response } of this.#watchers) response.end();
  }
}

const text = (message: StreamMessage): string => `event: ${message.type}\ndata: ${JSON.stringify(message)}\n\n`;

function machineOf(event: FleetEvent): string | null {
  if (event.kind === 'flag') return event.flag.flag.machine;
  if (event.kind === 'command') return event.command.machine;
  return 'machine' in event ? event.machine : null;
}
