import type { Agent } from '../../device/agent/agent.ts';
import { createAgent } from '../../device/agent/create-agent.ts';
import type { IdentityParts } from '../../device/agent/identity.ts';
import type { StaffParts } from '../../device/agent/staff.ts';
import { createDriver } from '../../device/board/catalogue.ts';
import type { Input, Ticket } from '../../device/core/input.ts';
import type { Reply } from '../../device/core/reply.ts';
import type { ReadLine } from '../../shared/contracts/events.ts';
import type { LedgerId, MachineId } from '../../shared/contracts/ids.ts';
import { bilingual } from '../../shared/contracts/meaning.ts';
import type { PlannedLane } from '../../shared/contracts/plan.ts';
import type { FleetChannel, KioskChannel } from '../../shared/contracts/topics.ts';
import type { CabinetSite } from '../cabinet/cabinet-site.ts';
import type { Alarm, VirtualClock } from '../clock/virtual-clock.ts';
import { type AgentPorts, agentPorts, Killed } from './agent-ports.ts';
import type { Disk } from './disk.ts';
import { agentLog, type WorldLog } from './log.ts';
import { newLedger, newRequest, type Random } from './random.ts';
import { SerialPort } from './serial-port.ts';
import { WallClock } from './wall-clock.ts';

/** A connection to the fleet, as the computer's process sees it. */
export interface Uplink {
  connect(computer: Computer, will: string): void;
  publish(computer: Computer, channel: KioskChannel, payload: string): void;
  close(computer: Computer): void;
}

/** Receives the computer's events. */
export interface ComputerObserver {
  recorded(computer: Computer, ledger: LedgerId, first: number, lines: readonly ReadLine[]): void;
  replied(computer: Computer, ticket: Ticket, reply: Reply): void;
  /** The process ended: callers get no reply any more. */
  died(computer: Computer, why: string): void;
  restartAsked(computer: Computer): void;
  /** The agent violated one of its own invariants, which ended the process. */
  failed(computer: Computer, error: unknown): void;
  /** Called before and after each action outside the process. True: it dies here. */
  diesAt(computer: Computer, point: string): boolean;
}

/** The options of a kiosk's computer. */
export interface ComputerOptions {
  readonly name: string;
  readonly machine: MachineId;
  readonly site: CabinetSite;
  readonly disk: Disk;
  readonly uplink: Uplink;
  readonly observer: ComputerObserver;
  readonly time: VirtualClock;
  /** The true time at the world's beginning, ms since 1970. */
  readonly beganMs: number;
  readonly random: Random;
  readonly log: WorldLog;
  readonly lanes: readonly PlannedLane[];
  readonly idlePollMs: number;
  /** What identifies persons at the cabinet's front, for each process; absent: nothing does. */
  readonly identity?: (computer: Computer) => IdentityParts;
  /** What staff mode needs, for each process; absent: nobody can sign in at the screen. */
  readonly staff?: () => StaffParts;
}

/** How much earlier than the world's beginning the program was built. */
const builtBeforeMs = 20 * 86_400_000;

/** A kiosk's computer: power, disk, clock, and the process that runs the real agent on them. */
export class Computer {
  readonly name: string;
  machine: MachineId;
  disk: Disk;
  readonly site: CabinetSite;
  readonly port: SerialPort;
  /** Whether the fleet sent this process the time. */
  hasFleetTime = false;
  /** How often the fleet sent it, to all processes. */
  fleetTimes = 0;
  readonly clock = new WallClock();
  powered = false;
  readonly #options: ComputerOptions;
  readonly #alarm: Alarm;
  #agent: Agent | null = null;
  #startedMs = 0;
  #wake: (() => void) | null = null;
  #process = 0;

  constructor(options: ComputerOptions) {
    this.#options = options;
    this.name = options.name;
    this.machine = options.machine;
    this.disk = options.disk;
    this.site = options.site;
    this.#alarm = options.time.alarm(() => this.run(() => this.#wake?.()));
    this.port = new SerialPort(options.site, options.time, {
      opened: () => this.run((agent) => agent.line.opened()),
      closed: (reason) => this.run((agent) => agent.line.closed(reason)),
      received: (bytes) => this.run((agent) => agent.line.received(bytes)),
    });
  }

  get agent(): Agent | null {
    return this.#agent;
  }

  /** The number of this start of the process. */
  get process(): number {
    return this.#process;
  }

  get atMs(): number {
    const { time, beganMs } = this.#options;
    return this.clock.at(beganMs, time.nowMs);
  }

  /** Starts the process, as the service manager does. */
  start(): void {
    const { random, time, lanes, idlePollMs, log } = this.#options;
    if (!this.powered || this.#agent !== null) return;
    this.#process += 1;
    this.#startedMs = time.nowMs;
    this.hasFleetTime = false;
    const firstId = random.below(65_535, 'kiosk: first message id');
    log.begin(this.name, () => {
      const { id, lines } = this.disk.ledger;
      return bilingual(
        `process ${this.#process} starts, with ledger ${id.slice(0, 8)} of ${lines.length} lines`,
        `第 ${this.#process} 个进程启动，账本 ${id.slice(0, 8)}，共 ${lines.length} 行`,
      );
    });
    try {
      const { reply, ...ports } = this.#ports();
      this.#agent = createAgent({
        ...ports,
        lanes,
        ...(this.#options.staff ? { staff: this.#options.staff() } : {}),
        ...(this.#options.identity ? { identity: this.#options.identity(this) } : {}),
        driver: createDriver(this.site.kind, { idlePollMs }, firstId),
        clock: {
          at: () => this.atMs,
          monoMs: () => time.nowMs - this.#startedMs,
          random: () => random.part('kiosk: dice'),
          wakeAt: (monoMs, wake) => {
            this.#wake = wake;
            this.#alarm.set(monoMs === null ? null : this.#startedMs + monoMs);
          },
        },
        observer: {
          reply,
          recorded: () => {},
          log: (level, message, detail) => log.write(this.name, () => agentLog(level, message, detail)),
          restart: () => this.#options.observer.restartAsked(this),
        },
        newLedgerId: () => newLedger(random),
        newRequestId: () => newRequest(random),
        machine: this.machine,
        builtAtMs: this.#options.beganMs - builtBeforeMs,
        version: '1.0.0-world',
        cause: this.disk.begun,
        rssBytes: () => 0,
      });
    } catch (error) {
      this.#broke(error);
      return;
    }
    this.run((agent) => agent.start());
  }

  /** Passes the process something to do. If it dies of that, it is dead afterwards. */
  run(what: (agent: Agent) => void): void {
    const agent = this.#agent;
    if (agent === null) return;
    try {
      what(agent);
    } catch (error) {
      if (error instanceof Killed) this.kill(error.message);
      else this.#broke(error);
    }
  }

  handle(input: Input): boolean {
    if (this.#agent === null) return false;
    this.run((agent) => agent.handle(input));
    return true;
  }

  /** The process ends abruptly. */
  kill(why: string): void {
    if (this.#agent === null) return;
    const { log, observer, uplink } = this.#options;
    log.begin(this.name, () => bilingual(`process dies: ${why}`, `进程中止：${whyInChinese[why] ?? why}`));
    this.#agent = null;
    this.#wake = null;
    this.#alarm.set(null);
    this.port.close();
    uplink.close(this);
    observer.died(this, why);
  }

  /** Called when the fleet's link of the connected process is up. */
  linkUp(): void {
    this.run((agent) => agent.link.up());
  }

  linkDown(reason: string): void {
    this.run((agent) => agent.link.down(reason));
  }

  message(channel: FleetChannel, payload: string): void {
    if (channel === 'receipt' && this.#agent !== null) {
      this.hasFleetTime = true;
      this.fleetTimes += 1;
    }
    this.run((agent) => agent.link.message(channel, payload));
  }

  #broke(error: unknown): void {
    this.#agent = null;
    this.#options.observer.failed(this, error);
  }

  #ports(): AgentPorts {
    const { uplink, observer } = this.#options;
    return agentPorts({
      disk: this.disk,
      port: this.port,
      link: {
        connect: (will) => uplink.connect(this, will),
        publish: (channel, payload) => uplink.publish(this, channel, payload),
        close: () => uplink.close(this),
        isPlain: () => false,
      },
      diesAt: (point) => observer.diesAt(this, point),
      recorded: (ledger, first, lines) => observer.recorded(this, ledger, first, lines),
      replied: (ticket, reply) => observer.replied(this, ticket, reply),
    });
  }
}

/** Why a process dies, in Chinese, as far as it is not a point between two of its actions. */
const whyInChinese: Readonly<Record<string, string>> = {
  'kill -9': '被强行终止',
  'no power': '断电',
  'restart was asked for': '按要求重新启动',
};
