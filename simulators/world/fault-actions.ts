import type { Lane } from '../../shared/contracts/ids.ts';
import type { DiskImage } from './disk.ts';
import { Disk } from './disk.ts';
import type { FaultKind } from './faults.ts';
import type { Kiosk } from './kiosk.ts';
import { clockLost } from './lost-clock.ts';
import { command, newPlan, rogue, stopForAWhile } from './operators.ts';
import { newLedger } from './random.ts';
import { noteFault, type Scenario } from './scenario.ts';
import { swapBoard } from './spare-board.ts';
import type { WorldParts } from './world-parts.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** One kind of trouble: how often it comes on average, to each kiosk or to the world as a whole, and what it does. */
export type FaultAction =
  | { readonly to: 'kiosk'; readonly everyMs: number; readonly does: (kiosk: Kiosk, parts: WorldParts) => void }
  | { readonly to: 'world'; readonly everyMs: number; readonly does: (parts: WorldParts) => void };

const kiosk = (everyMs: number, does: (kiosk: Kiosk, parts: WorldParts) => void): FaultAction => ({
  to: 'kiosk',
  everyMs,
  does,
});
const world = (everyMs: number, does: (parts: WorldParts) => void): FaultAction => ({ to: 'world', everyMs, does });

/** A while during which something is so, and then no more. */
function during(scenario: Scenario, ms: number, begin: () => void, end: () => void): void {
  begin();
  scenario.time.after(ms, end);
}

/** A number between two bounds by chance, for the size of a trouble. */
export const somewhat = (scenario: Scenario, low: number, high: number): number =>
  scenario.random.between(low, high, 'trouble: how long');
const aLane = ({ plan, scenario }: Kiosk): Lane => scenario.random.pick(plan, 'trouble: which lane').lane;

/** A moment at which a fault hurts most: now, or some seconds into the next turn. */
function atWorst(of: Kiosk, does: () => void): void {
  const { scenario } = of;
  if (!scenario.random.chance(0.7, 'trouble: in a turn')) {
    does();
    return;
  }
  // Just as the order goes out, or anywhere in the turn.
  const mostMs = scenario.random.chance(0.5, 'trouble: with the order') ? 30 : 3_500;
  of.atNextTurn(() => {
    scenario.time.after(scenario.random.between(0, mostMs, 'trouble: into the turn'), () => scenario.calm || does());
  });
}

const images = new WeakMap<Kiosk, DiskImage>();

/** Puts a disk into a kiosk that runs: the power is cut for it. */
function newDisk(of: Kiosk, change: () => void): void {
  of.powerOff();
  change();
  of.diskChanged();
  of.scenario.time.after(somewhat(of.scenario, 5_000, 60_000), () => of.powerOn());
}

function refuse(of: Kiosk, code: 'disk-full' | 'disk-read-only'): void {
  const { scenario, computer } = of;
  atWorst(of, () => {
    noteFault(scenario, code);
    const { disk } = computer;
    during(
      scenario,
      somewhat(scenario, 1_000, 15 * minuteMs),
      () => {
        disk.refuses = code;
      },
      () => {
        disk.refuses = null;
      },
    );
  });
}

function spoil(of: Kiosk, kind: FaultKind, fault: 'jam' | 'nothing' | 'double' | 'late'): void {
  const { scenario, site } = of;
  noteFault(scenario, kind);
  const turns = scenario.random.between(0, 3, 'trouble: turns');
  const lateMs = fault === 'late' ? scenario.random.between(100, 20_000, 'trouble: how late') : 0;
  site.cabinet.setFault(aLane(of), fault, lateMs, turns);
}

/** What each kind of trouble does. The cable's own faults are set once, see `spoilCable`. */
export const faultActions: Partial<Record<FaultKind, FaultAction>> = {
  'cable-pulled': kiosk(3 * hourMs, (of) => {
    const { scenario, site, computer } = of;
    const seen = scenario.random.chance(0.5, 'trouble: the computer notices');
    const ms = somewhat(scenario, 300, 5 * minuteMs);
    atWorst(of, () =>
      during(
        scenario,
        ms,
        () => {
          noteFault(scenario, 'cable-pulled');
          scenario.log.write(of.name, () => 'the cable is pulled');
          site.unplug();
          computer.portThere = !seen;
          if (seen) computer.portLost('port-gone');
        },
        () => {
          scenario.log.write(of.name, () => 'the cable is put back');
          site.plug();
          computer.portThere = true;
        },
      ),
    );
  }),
  'board-babbles': kiosk(6 * hourMs, (of) => {
    const { scenario, site } = of;
    const burst = (): void => {
      if (!site.wire.jabbering) return;
      site.jabber();
      scenario.time.after(100, burst);
    };
    noteFault(scenario, 'board-babbles');
    during(
      scenario,
      somewhat(scenario, 2_000, 30_000),
      () => {
        site.wire.jabbering = true;
        burst();
      },
      () => {
        site.wire.jabbering = false;
      },
    );
  }),
  'board-power': kiosk(2 * hourMs, (of) =>
    atWorst(of, () => {
      if (!of.computer.powered) return;
      noteFault(of.scenario, 'board-power');
      of.scenario.log.write(of.name, () => 'the power of the board fails');
      of.site.power(false);
      of.scenario.time.after(somewhat(of.scenario, 200, 90_000), () => of.computer.powered && of.site.power(true));
    }),
  ),
  'board-hangs': kiosk(3 * hourMs, (of) =>
    atWorst(of, () => {
      noteFault(of.scenario, 'board-hangs');
      of.scenario.log.write(of.name, () => 'the board hangs');
      of.site.hang();
    }),
  ),
  'board-swapped': kiosk(5 * hourMs, (of) =>
    atWorst(of, () => {
      if (!of.computer.powered) return;
      noteFault(of.scenario, 'board-swapped');
      swapBoard(of);
      of.scenario.log.write(
        of.name,
        () => `another board: ${of.site.board.serial}, last ${JSON.stringify(of.site.board.lastTransaction)}`,
      );
    }),
  ),
  'board-forgets': kiosk(5 * hourMs, (of) =>
    atWorst(of, () => {
      if (!of.computer.powered) return;
      noteFault(of.scenario, 'board-forgets');
      of.scenario.log.write(of.name, () => 'the board loses its memory');
      of.site.forget();
    }),
  ),
  'process-killed': kiosk(hourMs, (of) =>
    atWorst(of, () => {
      noteFault(of.scenario, 'process-killed');
      of.computer.kill('kill -9');
    }),
  ),
  'power-cut': kiosk(2 * hourMs, (of) =>
    atWorst(of, () => {
      noteFault(of.scenario, 'power-cut');
      of.powerOff();
      of.scenario.time.after(somewhat(of.scenario, 500, 10 * minuteMs), () => of.powerOn());
    }),
  ),
  'disk-full': kiosk(4 * hourMs, (of) => refuse(of, 'disk-full')),
  'disk-read-only': kiosk(6 * hourMs, (of) => refuse(of, 'disk-read-only')),
  'disk-lies': kiosk(30 * minuteMs, (of) => {
    const { disk } = of.computer;
    if (of.scenario.random.chance(0.6, 'trouble: the disk flushes')) disk.flush();
    else disk.lie();
    if (!of.scenario.random.chance(0.2, 'trouble: power cut')) return;
    atWorst(of, () => {
      of.powerOff();
      of.scenario.time.after(somewhat(of.scenario, 500, minuteMs), () => of.powerOn());
    });
  }),
  'disk-image': kiosk(6 * hourMs, (of) => {
    const image = images.get(of);
    if (image === undefined || of.scenario.random.chance(0.4, 'trouble: make an image')) {
      images.set(of, of.computer.disk.image());
      return;
    }
    noteFault(of.scenario, 'disk-image');
    of.scenario.log.write(of.name, () => 'an image of the disk is put back');
    newDisk(of, () => of.computer.disk.restore(image));
  }),
  'disk-new': kiosk(10 * hourMs, (of) => {
    noteFault(of.scenario, 'disk-new');
    of.scenario.log.write(of.name, () => 'a new disk is put in');
    newDisk(of, () => {
      of.computer.disk = new Disk(of.scenario.chain, newLedger(of.scenario.random));
    });
  }),
  'ledger-deleted': kiosk(8 * hourMs, (of) => {
    atWorst(of, () => {
      const { computer, scenario } = of;
      if (computer.agent === null) return;
      noteFault(scenario, 'ledger-deleted');
      scenario.log.write(of.name, () => 'the file of the ledger is deleted under the process');
      computer.disk.deleteFile();
      // As the agent's own main does every five seconds.
      const { process } = computer;
      scenario.time.after(scenario.random.between(0, 5_000, 'trouble: until it looks'), () => {
        if (computer.process === process) computer.run((agent) => agent.look());
      });
    });
  }),
  'disk-cloned': world(8 * hourMs, ({ scenario, kiosks }) => {
    const [from, to] = [
      scenario.random.pick(kiosks, 'trouble: whose disk'),
      scenario.random.pick(kiosks, 'trouble: into which'),
    ];
    if (from === to || from.plan.length !== to.plan.length) return;
    noteFault(scenario, 'disk-cloned');
    scenario.log.write(to.name, () => `gets a copy of the disk of ${from.name}`);
    from.diskFaults += 1;
    newDisk(to, () => {
      to.computer.disk = new Disk(scenario.chain, from.computer.disk.image());
      to.computer.machine = from.computer.machine;
    });
  }),
  'network-gone': kiosk(4 * hourMs, (of, { network }) => {
    noteFault(of.scenario, 'network-gone');
    during(
      of.scenario,
      somewhat(of.scenario, 10_000, hourMs),
      () => network.lose(of.computer),
      () => network.gone.delete(of.computer),
    );
  }),
  'broker-restarts': world(3 * hourMs, ({ scenario, network }) => {
    noteFault(scenario, 'broker-restarts');
    network.restartBroker(somewhat(scenario, 100, 60_000));
  }),
  'rogue-messages': world(hourMs, rogue),
  'fleet-killed': world(2 * hourMs, ({ scenario, fleet }) => {
    noteFault(scenario, 'fleet-killed');
    fleet.die();
    scenario.time.after(somewhat(scenario, 500, 5 * minuteMs), () => fleet.start());
  }),
  'fleet-store-fails': world(3 * hourMs, ({ scenario, fleet }) => {
    noteFault(scenario, 'fleet-store-fails');
    during(
      scenario,
      somewhat(scenario, 1_000, 10 * minuteMs),
      () => {
        fleet.disk.refuses = true;
      },
      () => {
        fleet.disk.refuses = false;
      },
    );
  }),
  'fleet-put-back': world(5 * hourMs, ({ scenario, fleet }) => {
    const image = fleet.disk.image();
    scenario.time.after(somewhat(scenario, 5 * minuteMs, hourMs), () => {
      if (scenario.calm) return;
      noteFault(scenario, 'fleet-put-back');
      scenario.log.write(
        'fleet',
        () => `put back to its backup: ${image.chunks.length} of ${fleet.disk.chunks.length} chunks`,
      );
      fleet.die();
      fleet.disk.restore(image);
      scenario.time.after(somewhat(scenario, 1_000, minuteMs), () => fleet.start());
    });
  }),
  'clock-jumps': kiosk(4 * hourMs, (of) => {
    noteFault(of.scenario, 'clock-jumps');
    const years = of.scenario.random.pick([-30, -6, -1, -0.001, 0, 0.0001, 0.01, 2, 20], 'trouble: years');
    of.computer.clock.offsetMs = Math.round(years * 365.25 * 24 * hourMs);
    of.scenario.log.write(of.name, () => `the clock jumps by ${years} years`);
  }),
  'clock-drifts': kiosk(8 * hourMs, (of) => {
    noteFault(of.scenario, 'clock-drifts');
    of.computer.clock.drift = of.scenario.random.pick([-0.01, -0.0001, 0, 0.0001, 0.02], 'trouble: drift');
  }),
  'clock-lost': kiosk(40 * minuteMs, clockLost),
  'lane-jams': kiosk(3 * hourMs, (of) => spoil(of, 'lane-jams', 'jam')),
  'lane-gives-nothing': kiosk(3 * hourMs, (of) => spoil(of, 'lane-gives-nothing', 'nothing')),
  'lane-gives-two': kiosk(4 * hourMs, (of) => spoil(of, 'lane-gives-two', 'double')),
  'box-falls-late': kiosk(4 * hourMs, (of) => spoil(of, 'box-falls-late', 'late')),
  'sensor-blind': kiosk(5 * hourMs, (of) => {
    noteFault(of.scenario, 'sensor-blind');
    of.site.cabinet.setBlind(aLane(of), true);
  }),
  'sensor-stuck': kiosk(8 * hourMs, (of) => {
    noteFault(of.scenario, 'sensor-stuck');
    of.site.cabinet.setStuck(true);
  }),
  heat: kiosk(6 * hourMs, (of) => {
    noteFault(of.scenario, 'heat');
    const { cabinet } = of.site;
    during(
      of.scenario,
      somewhat(of.scenario, 10 * minuteMs, 2 * hourMs),
      () => cabinet.setClimate(520, 60),
      () => cabinet.setClimate(215, 48),
    );
  }),
  'new-plans': world(3 * hourMs, newPlan),
  commands: world(hourMs, command),
  stops: world(2 * hourMs, stopForAWhile),
};
