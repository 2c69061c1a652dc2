import { createInterface } from 'node:readline';
import { sha256Chain } from '../../device/adapters/chain.ts';
import type { Logger } from '../../device/adapters/log.ts';
import type { CommandSession } from '../board/command-session.ts';
import { screen } from './banner.ts';
import type { DemoData } from './data-dir.ts';
import { type DemoFleet, secretOf, startDemoFleet } from './fleet.ts';
import { HeartbeatSimulator } from './heartbeat-simulator.ts';
import { kioskPlaces, type LiveKiosk, startLiveKiosk } from './live-kiosk.ts';
import { type DemoMachine, provinceOf } from './machine.ts';
import { type Panel, startPanel } from './panel/server.ts';
import { peopleOf } from './people.ts';
import { freePort } from './ports.ts';
import { seedProvince } from './seeding.ts';
import { troubles } from './trouble.ts';

const host = '127.0.0.1';

/** The data folder of a demo, and its ports. */
export interface DemoOptions {
  readonly data: DemoData;
  readonly httpPort: number;
  readonly mqttPort: number;
  /** The first of the live kiosks' HTTP ports. */
  readonly kioskPort: number;
  readonly log: Logger;
  readonly say: (text: string) => void;
  /** Typed lines for the boards, such as `1 jam 3`. */
  readonly input: NodeJS.ReadableStream | null;
}

/** A running demo. */
export interface RunningDemo {
  readonly fleet: DemoFleet;
  readonly kiosks: readonly LiveKiosk[];
  /**
   * Resolves when the whole history is in the books, or the demo was stopped; rejects if it can't
   * be stored.
   */
  readonly seeded: Promise<void>;
  stop(): Promise<void>;
}

/**
 * The numbers of seeded machines after which the lists are updated: each update fits the province's
 * rates again.
 */
const shownTogether = [30, 100, 250, 500, 900, 1500, 2200];

/** Starts everything: fleet, live kiosks, then the other machines of the province. */
export async function startDemo(options: DemoOptions): Promise<RunningDemo> {
  const { data, log, say } = options;
  const stopping = new AbortController();
  const fleet = await startDemoFleet(data, { http: options.httpPort, mqtt: options.mqttPort }, log);
  const { service, store } = fleet.fleet;
  const kiosks: LiveKiosk[] = [];
  const panels: Panel[] = [];
  const echo = new HeartbeatSimulator({
    store,
    service,
    chain: sha256Chain,
    seed: data.kept.seed,
    warn: (text) => log.warn(text),
  });
  let people: Promise<unknown> = Promise.resolve();
  let seeding: Promise<void> = Promise.resolve();

  async function stop(): Promise<void> {
    stopping.abort();
    await Promise.all([people, echo.stop(), seeding.catch(() => {})]);
    await Promise.all(panels.map((panel) => panel.close()));
    await Promise.all(kiosks.map((kiosk) => kiosk.stop()));
    await fleet.fleet.stop();
  }

  try {
    for (const place of kioskPlaces())
      kiosks.push(
        await startLiveKiosk({
          place,
          dataDir: data.path(`kiosk-${place.number}`),
          mqttUrl: fleet.mqttUrl,
          secret: await secretOf(fleet.fleet, data, place),
          httpPort: options.kioskPort + place.number - 1,
          log,
        }),
      );
    for (const kiosk of kiosks) panels.push(await panelOf(kiosk, options.kioskPort));
  } catch (error) {
    await stop();
    throw error;
  }
  people = peopleOf(kiosks, data.kept.seed, stopping.signal);
  echo.start();
  say(screen({ data, fleet, kiosks, panels }));
  seeding = province(data, fleet, echo, say, stopping.signal);
  if (options.input) listen(options.input, kiosks, say, stopping.signal);
  return { fleet, kiosks, seeded: seeding, stop };
}

/** The panel of a live kiosk, on a port after those of all agents. */
async function panelOf(kiosk: LiveKiosk, kioskPort: number): Promise<Panel> {
  const { place, session } = kiosk;
  return startPanel(
    {
      title: `${place.number} · ${place.machine}`,
      screen: place.screen,
      http: () => kiosk.http,
      enter: (line) => answerOf(session, line),
    },
    host,
    await freePort(host, kioskPort + 10 + place.number),
  );
}

/** Does what was typed for a board, and answers in words. */
async function answerOf(session: CommandSession, line: string): Promise<string> {
  if (line.trim() === 'quit') return '';
  const answer = await session.enter(line.trim() || 'status');
  if (!answer) return '';
  return answer.outcome === 'done' ? answer.text : `${answer.outcome}: ${answer.text}`;
}

/** The province: its history if that is not in the books yet, then the heartbeats of all of it. */
async function province(
  data: DemoData,
  { fleet }: DemoFleet,
  echo: HeartbeatSimulator,
  say: (text: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const machines = provinceOf(data.province);
  const known = machines.filter(({ machine }) => fleet.service.record(machine) !== null);
  echo.add(known, Date.now());
  const left = machines.filter(({ machine }) => fleet.service.record(machine) === null);
  if (left.length === 0) return;
  const began = performance.now();
  let lines = 0;
  let done = known.length;
  let hidden: DemoMachine[] = [];
  const show = async (): Promise<void> => {
    await fleet.service.reload();
    echo.add(hidden, Date.now());
    hidden = [];
  };
  await seedProvince({
    store: fleet.store,
    seed: data.province,
    machines,
    order: worstFirst(left).map(({ index }) => index),
    signal,
    seeded: async (group, count) => {
      const step = shownTogether.find((each) => done < each);
      lines += count;
      done += group.length;
      hidden.push(...group);
      if (done >= machines.length || (step !== undefined && done >= step)) {
        await show();
        const percent = Math.round((100 * done) / machines.length);
        say(`  history · 历史数据：${done} of ${machines.length} machines · 台机器 (${percent} %)`);
      }
    },
  });
  if (signal.aborted) return;
  if (hidden.length > 0) await show();
  data.change({ seeded: true });
  const seconds = ((performance.now() - began) / 1000).toFixed(0);
  say(`  the whole history is in the books: ${lines} ledger lines in ${seconds} s · 历史数据已全部入账`);
}

/**
 * One machine of each trouble, then all with a trouble, then the slowest, so that the tasks appear
 * on the screen first.
 */
function worstFirst(machines: readonly DemoMachine[]): DemoMachine[] {
  const turnOf = new Map<string, number>();
  const rank = (machine: DemoMachine): number => {
    if (machine.trouble === null) return 1_000_000 + machine.boxesAYear;
    const turn = turnOf.get(machine.trouble) ?? 0;
    turnOf.set(machine.trouble, turn + 1);
    return turn * troubles.length + troubles.indexOf(machine.trouble);
  };
  return machines
    .map((machine) => ({ machine, rank: rank(machine) }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ machine }) => machine);
}

/** Passes typed lines to a board: the kiosk's number, then the command. */
function listen(
  input: NodeJS.ReadableStream,
  kiosks: readonly LiveKiosk[],
  say: (text: string) => void,
  signal: AbortSignal,
): void {
  const lines = createInterface({ input, signal });
  lines.on('line', async (line) => {
    const [first = '', ...rest] = line.trim().split(/\s+/);
    if (first === '') return;
    const kiosk = kiosks.find(({ place }) => String(place.number) === first);
    if (!kiosk) {
      say(`write a kiosk's number and a board command, such as "1 help" or "1 jam 3" · 请输入终端编号和命令`);
      return;
    }
    const answer = await answerOf(kiosk.session, rest.join(' '));
    if (answer !== '') say(answer);
  });
}
