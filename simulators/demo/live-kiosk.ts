import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { Logger } from '../../device/adapters/log.ts';
import { type RunningKiosk, startKiosk } from '../../device/main.ts';
import { type BoardName, boards } from '../../shared/config/boards.ts';
import { IdentityConfig } from '../../shared/config/front.ts';
import type { Lane, MachineId, ProductCode } from '../../shared/contracts/ids.ts';
import type { PlannedLane } from '../../shared/contracts/plan.ts';
import type { Display } from '../../shared/screen/display.ts';
import { ScreenView } from '../../shared/screen/view.ts';
import { CommandSession } from '../board/command-session.ts';
import { openFront, type SimulatedFront } from '../board/front.ts';
import { boardKinds } from '../board/model/boards.ts';
import { ptyPort } from '../board/pty.ts';
import { BoardRuntime } from '../board/runtime.ts';
import { stateInDir } from '../board/state-dir.ts';

/** A live kiosk of the demo before its start. */
export interface KioskPlace {
  readonly number: number;
  readonly machine: MachineId;
  readonly name: string;
  readonly site: string;
  readonly region: string;
  readonly driver: BoardName;
  readonly lanes: readonly PlannedLane[];
  /** The mean time between two citizens, in seconds. */
  readonly citizenEveryS: number;
  readonly screen: Display;
  /** Whether a box is given to identified persons only. */
  readonly identifies: boolean;
}

/** A real agent on a real pseudo-terminal with a simulated board. */
export interface LiveKiosk {
  readonly place: KioskPlace;
  readonly runtime: BoardRuntime;
  readonly session: CommandSession;
  readonly front: SimulatedFront;
  /** The path at which a host opens the board. */
  readonly link: string;
  readonly http: string;
  stop(): Promise<void>;
}

export const staffPin = '246810';

const readerOf = (dataDir: string): string => join(dataDir, 'reader.tty');
const scannerOf = (dataDir: string): string => join(dataDir, 'scanner.tty');

const lanesOf = (products: readonly string[]): PlannedLane[] =>
  products.map((product, index) => ({
    lane: (index + 1) as Lane,
    product: product as ProductCode,
    capacity: 10,
    par: 10,
  }));

const glass = (widthPx: number, heightPx: number, diagonalInch: number, buttons: 0 | 4 = 0): Display => ({
  widthPx,
  heightPx,
  diagonalInch,
  bottomEdgeAboveFloorMm: heightPx > widthPx ? 850 : 1_050,
  touch: buttons === 0,
  buttons,
});

/** A screen of each kind of glass. */
const glasses: readonly Display[] = [
  glass(1280, 800, 10.1),
  glass(800, 480, 7),
  glass(1080, 1920, 32),
  glass(1920, 1080, 15.6),
  glass(800, 480, 7, 4),
];

const places: readonly Omit<KioskPlace, 'number' | 'machine' | 'driver' | 'lanes' | 'screen' | 'identifies'>[] = [
  { name: '东湖区滕王阁社区卫生服务中心（大厅）', site: 'clinic', region: '360102', citizenEveryS: 40 },
  { name: '西湖区桃花社区党群服务中心（门厅）', site: 'community-hall', region: '360103', citizenEveryS: 75 },
  { name: '红谷滩区前湖职业学院（北门）', site: 'campus', region: '360113', citizenEveryS: 60 },
  { name: '章贡区赣江妇幼保健院（门诊一楼）', site: 'hospital', region: '360702', citizenEveryS: 90 },
  { name: '浔阳区甘棠便民服务中心（自助区）', site: 'government-hall', region: '360403', citizenEveryS: 120 },
];

/** The place where a card is asked for: the second one, so that both ways are seen. */
const identifying = 1;

const held = 'CD-M CD-M CD-M CD-M CD-L CD-L CD-S CD-S GL-5 GL-5 SP-50 SP-50'.split(' ');

/** The live kiosks: all on LBP/1 boards except the last, which has a VMC3 board. */
export function kioskPlaces(): KioskPlace[] {
  return places.map((place, index) => ({
    ...place,
    number: index + 1,
    machine: `JX-${place.region}-09${String(index + 1).padStart(2, '0')}` as MachineId,
    driver: index === places.length - 1 ? 'vmc3' : 'lbp',
    lanes: lanesOf(held),
    screen: glasses[index % glasses.length] as Display,
    identifies: index === identifying,
  }));
}

/** The options of a live kiosk of the demo. */
export interface LiveKioskParts {
  readonly place: KioskPlace;
  readonly dataDir: string;
  readonly mqttUrl: string;
  readonly secret: string;
  /** The preferred HTTP port; if it is taken, another one. */
  readonly httpPort: number;
  readonly log: Logger;
}

/** Starts the board on its pseudo-terminal, then the agent on it. */
export async function startLiveKiosk(parts: LiveKioskParts): Promise<LiveKiosk> {
  const { place, dataDir, log } = parts;
  const link = join(dataDir, 'board.tty');
  const runtime = new BoardRuntime({
    driver: place.driver,
    openPort: ptyPort(link),
    state: stateInDir(join(dataDir, 'board')),
    lanes: place.lanes.length,
    boxes: 0,
    speed: 1,
    baudRate: boards[place.driver].baudRate,
    seed: place.number,
    serial: `${boardKinds[place.driver].firstSerial.slice(0, -3)}90${place.number}`,
    onFailure: (error) => log.error({ machine: place.machine, err: error }, 'the simulated board has failed'),
  });
  await runtime.start();
  const front = await openFront({
    reader: ptyPort(readerOf(dataDir)),
    scanner: ptyPort(scannerOf(dataDir)),
    onFailure: (error) => log.error({ machine: place.machine, err: error }, 'the simulated reader has failed'),
  });
  let agent: RunningKiosk;
  try {
    agent = await startAgent(parts, link);
  } catch (error) {
    runtime.close();
    front.close();
    throw error;
  }
  const session = new CommandSession({
    runtime,
    front,
    onTrace: (text) => process.stdout.write(`${text}\n`),
    onQuit: () => {},
  });
  let stopped = false;
  void watch();

  /** Starts an agent again that has ended for a restart, as a service manager would. */
  async function watch(): Promise<void> {
    while (!stopped) {
      const why = await agent.ended;
      if (stopped) return;
      log.warn({ machine: place.machine, why }, 'the agent is started again');
      await agent.stop();
      agent = await startAgent(parts, link);
    }
  }

  return {
    place,
    runtime,
    session,
    front,
    link,
    get http() {
      return `http://127.0.0.1:${agent.httpPort}`;
    },
    async stop() {
      stopped = true;
      await agent.stop();
      runtime.close();
      front.close();
    },
  };
}

function startAgent(
  { place, dataDir, mqttUrl, secret, httpPort, log }: LiveKioskParts,
  link: string,
): Promise<RunningKiosk> {
  const start = (port: number): Promise<RunningKiosk> =>
    startKiosk(
      {
        machine: place.machine,
        dataDir: join(dataDir, 'ledger'),
        board: { driver: place.driver, port: link, baudRate: boards[place.driver].baudRate, hupcl: false },
        fleet: { url: mqttUrl, password: secret },
        http: { host: '127.0.0.1', port },
        staff: { pin: staffPin, showBook: false, usbFolder: null },
        screen: place.screen,
        identity: IdentityConfig.parse({
          mode: place.identifies ? 'required' : 'none',
          cardReader: { port: readerOf(dataDir) },
          scanner: { port: scannerOf(dataDir) },
          testCards: true,
        }),
        lanes: [...place.lanes],
      },
      log,
    );
  return start(httpPort).catch((error: unknown) => {
    if (httpPort === 0 || !String(error).includes('is taken')) throw error;
    return start(0);
  });
}

/**
 * One request for a box, as a kiosk's screen makes it. Returns the answer's outcome or problem
 * code.
 */
export async function ask(http: string, product: string, signal: AbortSignal): Promise<string> {
  const body = JSON.stringify({ request: randomUUID(), product });
  const answer = await post(`${http}/api/dispense`, body, signal);
  return String(answer.outcome ?? answer.code ?? 'unclear');
}

/** A POST of JSON to a kiosk. */
export async function post(url: string, body: string, signal: AbortSignal): Promise<Record<string, unknown>> {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(url, { method: 'POST', headers, body, signal });
  return (await response.json()) as Record<string, unknown>;
}

/** What a kiosk's screen shows now: the first view of its stream. */
export async function screenNow(http: string, signal: AbortSignal): Promise<ScreenView> {
  const response = await fetch(`${http}/api/screen/stream`, { signal });
  let text = '';
  for await (const piece of response.body ?? []) {
    text += new TextDecoder().decode(piece as Uint8Array);
    const data = /^data: (.*)\n/m.exec(text)?.[1];
    if (data !== undefined) return ScreenView.parse(JSON.parse(data));
  }
  throw new Error('the screen shows nothing');
}
