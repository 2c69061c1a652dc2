import { setTimeout as pause } from 'node:timers/promises';
import type { RandomSource } from '../board/model/random-source.ts';
import type { Fleet, Kiosk } from './processes.ts';
import type { SmallDisk } from './small-disk.ts';

/** The parts that faults act on. */
export interface Targets {
  readonly fleet: Fleet;
  readonly kiosks: readonly Kiosk[];
  readonly random: RandomSource;
  /** The disk of the first kiosk, if a small one could be mounted. */
  readonly disk: SmallDisk | null;
}

type Trouble = (targets: Targets) => Promise<void>;

const anyKiosk = ({ random, kiosks }: Targets): Kiosk => random.pick(kiosks, 'which kiosk');

/** A fault by typed commands: one for a while, then another one that ends it. */
const typed =
  (on: string, off: string, maxMs: number): Trouble =>
  async (targets) => {
    const { board } = anyKiosk(targets);
    board.type(on);
    await pause(100 + targets.random.below(maxMs, 'how long'));
    board.type(off);
  };

const stopped =
  (part: (targets: Targets) => Kiosk['agent']): Trouble =>
  async (targets) => {
    const it = part(targets);
    it.signal('SIGSTOP');
    await pause(200 + targets.random.below(4_000, 'how long'));
    it.signal('SIGCONT');
  };

/** Every kind of fault; each runs until it is over. */
export const troubles: Readonly<Record<string, Trouble>> = {
  'agent killed': async (targets) => {
    const kiosk = anyKiosk(targets);
    await kiosk.agent.end('SIGKILL');
    await kiosk.startAgent();
  },
  'fleet and its broker killed': async ({ fleet }) => {
    await fleet.part.end('SIGKILL');
    await fleet.start();
  },
  'fleet and its broker restarted': async ({ fleet }) => {
    await fleet.part.end('SIGTERM');
    await fleet.start();
  },
  'board killed': async (targets) => {
    const kiosk = anyKiosk(targets);
    await kiosk.board.end('SIGKILL');
    await kiosk.startBoard();
  },
  'agent stopped for a while': stopped((targets) => anyKiosk(targets).agent),
  'fleet stopped for a while': stopped(({ fleet }) => fleet.part),
  'board stopped for a while': stopped((targets) => anyKiosk(targets).board),
  'power cut at the board': typed('power off', 'power on', 1_500),
  'board hangs': typed('hang', 'status', 100),
  'bytes lost': typed('lose 0.2', 'quiet', 3_000),
  noise: typed('noise 0.2', 'quiet', 3_000),
  'bits turned over': typed('corrupt 0.2', 'quiet', 3_000),
  'bytes doubled': typed('duplicate 0.3', 'quiet', 3_000),
  'bytes held up': typed('delay 0.3 300ms', 'quiet', 3_000),
  'cable pulled': typed('unplug', 'plug', 2_000),
  'disk full': async ({ disk, random }) => {
    if (disk === null) return;
    disk.fill();
    await pause(500 + random.below(6_000, 'how long'));
    disk.clear();
  },
};
