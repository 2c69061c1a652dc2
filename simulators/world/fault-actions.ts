import type { Lane } from '../../shared/contracts/ids.ts';
import type { CardImage } from './disk.ts';
import { Card } from './disk.ts';
import { newLedger } from './random.ts';
import type { FaultKind } from './faults.ts';
import type { Kiosk } from './kiosk.ts';
import { clockLost } from './lost-clock.ts';
import { command, newPlan, rogue, stopForAWhile } from './operators.ts';
import { noteFault, type Scene } from './scenario.ts';
import { swapBoard } from './spare-board.ts';
import type { Stage } from './world-parts.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** One kind of trouble: how often it comes on average, to each kiosk or to the world as a whole, and what it does. */
export type Trouble =
  | { readonly to: 'kiosk'; readonly everyMs: number; readonly does: (kiosk: Kiosk, stage: Stage) => void }
  | { readonly to: 'world'; readonly everyMs: number; readonly does: (stage: Stage) => void };

const kiosk = (everyMs: number, does: (kiosk: Kiosk, stage: Stage) => void): Trouble => ({
  to: 'kiosk',
  everyMs,
  does,
});
const world = (everyMs: number, does: (stage: Stage) => void): Trouble => ({ to: 'world', everyMs, does });

/** A while during which something is so, and then no more. */
function during(scene: Scene, ms: number, begin: () => void, end: () => void): void {
  begin();
  scene.time.after(ms, end);
}

/** A number between two bounds by chance, for the size of a trouble. */
export const somewhat = (scene: Scene, low: number, high: number): number =>
  scene.chance.between(low, high, 'trouble: how long');
const aLane = ({ plan, scene }: Kiosk): Lane => scene.chance.pick(plan, 'trouble: which lane').lane;

/** A moment at which a fault hurts most: now, or some seconds into the next turn. */
function atWorst(of: Kiosk, does: () => void): void {
  const { scene } = of;
  if (!scene.chance.chance(0.7, 'trouble: in a turn')) {
    does();
    return;
  }
  // Just as the order goes out, or anywhere in the turn.
  const mostMs = scene.chance.chance(0.5, 'trouble: with the order') ? 30 : 3_500;
  of.atNextTurn(() => {
    scene.time.after(scene.chance.between(0, mostMs, 'trouble: into the turn'), () => scene.calm || does());
  });
}

const images = new WeakMap<Kiosk, CardImage>();

/** Puts a card into a kiosk that runs: the power is cut for it. */
function newCard(of: Kiosk, change: () => void): void {
  of.powerOff();
  change();
  of.cardChanged();
  of.scene.time.after(somewhat(of.scene, 5_000, 60_000), () => of.powerOn());
}

function refuse(of: Kiosk, code: 'disk-full' | 'disk-read-only'): void {
  const { scene, computer } = of;
  atWorst(of, () => {
    noteFault(scene, code);
    const { card } = computer;
    during(
      scene,
      somewhat(scene, 1_000, 15 * minuteMs),
      () => {
        card.refuses = code;
      },
      () => {
        card.refuses = null;
      },
    );
  });
}

function spoil(of: Kiosk, kind: FaultKind, fault: 'jam' | 'nothing' | 'double' | 'late'): void {
  const { scene, site } = of;
  noteFault(scene, kind);
  const turns = scene.chance.between(0, 3, 'trouble: turns');
  const lateMs = fault === 'late' ? scene.chance.between(100, 20_000, 'trouble: how late') : 0;
  site.cabinet.setFault(aLane(of), fault, lateMs, turns);
}

/** What each kind of trouble does. The cable's own faults are set once, see `spoilCable`. */
export const troubles: Partial<Record<FaultKind, Trouble>> = {
  'cable-pulled': kiosk(3 * hourMs, (of) => {
    const { scene, site, computer } = of;
    const seen = scene.chance.chance(0.5, 'trouble: the computer notices');
    const ms = somewhat(scene, 300, 5 * minuteMs);
    atWorst(of, () =>
      during(
        scene,
        ms,
        () => {
          noteFault(scene, 'cable-pulled');
          scene.diary.tell(of.name, () => 'the cable is pulled');
          site.unplug();
          computer.portThere = !seen;
          if (seen) computer.portLost('port-gone');
        },
        () => {
          scene.diary.tell(of.name, () => 'the cable is put back');
          site.plug();
          computer.portThere = true;
        },
      ),
    );
  }),
  'board-babbles': kiosk(6 * hourMs, (of) => {
    const { scene, site } = of;
    const burst = (): void => {
      if (!site.wire.babbling) return;
      site.babble();
      scene.time.after(100, burst);
    };
    noteFault(scene, 'board-babbles');
    during(
      scene,
      somewhat(scene, 2_000, 30_000),
      () => {
        site.wire.babbling = true;
        burst();
      },
      () => {
        site.wire.babbling = false;
      },
    );
  }),
  'board-power': kiosk(2 * hourMs, (of) =>
    atWorst(of, () => {
      if (!of.computer.powered) return;
      noteFault(of.scene, 'board-power');
      of.scene.diary.tell(of.name, () => 'the power of the board fails');
      of.site.power(false);
      of.scene.time.after(somewhat(of.scene, 200, 90_000), () => of.computer.powered && of.site.power(true));
    }),
  ),
  'board-hangs': kiosk(3 * hourMs, (of) =>
    atWorst(of, () => {
      noteFault(of.scene, 'board-hangs');
      of.scene.diary.tell(of.name, () => 'the board hangs');
      of.site.hang();
    }),
  ),
  'board-swapped': kiosk(5 * hourMs, (of) =>
    atWorst(of, () => {
      if (!of.computer.powered) return;
      noteFault(of.scene, 'board-swapped');
      swapBoard(of);
      of.scene.diary.tell(
        of.name,
        () => `another board: ${of.site.board.serial}, last ${JSON.stringify(of.site.board.lastTransaction)}`,
      );
    }),
  ),
  'board-forgets': kiosk(5 * hourMs, (of) =>
    atWorst(of, () => {
      if (!of.computer.powered) return;
      noteFault(of.scene, 'board-forgets');
      of.scene.diary.tell(of.name, () => 'the board loses its memory');
      of.site.forget();
    }),
  ),
  'process-killed': kiosk(hourMs, (of) =>
    atWorst(of, () => {
      noteFault(of.scene, 'process-killed');
      of.computer.kill('kill -9');
    }),
  ),
  'power-cut': kiosk(2 * hourMs, (of) =>
    atWorst(of, () => {
      noteFault(of.scene, 'power-cut');
      of.powerOff();
      of.scene.time.after(somewhat(of.scene, 500, 10 * minuteMs), () => of.powerOn());
    }),
  ),
  'disk-full': kiosk(4 * hourMs, (of) => refuse(of, 'disk-full')),
  'disk-read-only': kiosk(6 * hourMs, (of) => refuse(of, 'disk-read-only')),
  'disk-lies': kiosk(30 * minuteMs, (of) => {
    const { card } = of.computer;
    if (of.scene.chance.chance(0.6, 'trouble: the card flushes')) card.flush();
    else card.lie();
    if (!of.scene.chance.chance(0.2, 'trouble: power cut')) return;
    atWorst(of, () => {
      of.powerOff();
      of.scene.time.after(somewhat(of.scene, 500, minuteMs), () => of.powerOn());
    });
  }),
  'disk-image': kiosk(6 * hourMs, (of) => {
    const image = images.get(of);
    if (image === undefined || of.scene.chance.chance(0.4, 'trouble: make an image')) {
      images.set(of, of.computer.card.image());
      return;
    }
    noteFault(of.scene, 'disk-image');
    of.scene.diary.tell(of.name, () => 'an image of the card is put back');
    newCard(of, () => of.computer.card.restore(image));
  }),
  'disk-new': kiosk(10 * hourMs, (of) => {
    noteFault(of.scene, 'disk-new');
    of.scene.diary.tell(of.name, () => 'a new card is put in');
    newCard(of, () => {
      of.computer.card = new Card(of.scene.chain, newLedger(of.scene.chance));
    });
  }),
  'ledger-deleted': kiosk(8 * hourMs, (of) => {
    atWorst(of, () => {
      const { computer, scene } = of;
      if (computer.agent === null) return;
      noteFault(scene, 'ledger-deleted');
      scene.diary.tell(of.name, () => 'the file of the ledger is deleted under the process');
      computer.card.deleteFile();
      // As the agent's own main does every five seconds.
      const { process } = computer;
      scene.time.after(scene.chance.between(0, 5_000, 'trouble: until it looks'), () => {
        if (computer.process === process) computer.run((agent) => agent.look());
      });
    });
  }),
  'disk-cloned': world(8 * hourMs, ({ scene, kiosks }) => {
    const [from, to] = [
      scene.chance.pick(kiosks, 'trouble: whose card'),
      scene.chance.pick(kiosks, 'trouble: into which'),
    ];
    if (from === to || from.plan.length !== to.plan.length) return;
    noteFault(scene, 'disk-cloned');
    scene.diary.tell(to.name, () => `gets a copy of the card of ${from.name}`);
    from.cardFaults += 1;
    newCard(to, () => {
      to.computer.card = new Card(scene.chain, from.computer.card.image());
      to.computer.machine = from.computer.machine;
    });
  }),
  'network-gone': kiosk(4 * hourMs, (of, { network }) => {
    noteFault(of.scene, 'network-gone');
    during(
      of.scene,
      somewhat(of.scene, 10_000, hourMs),
      () => network.lose(of.computer),
      () => network.gone.delete(of.computer),
    );
  }),
  'broker-restarts': world(3 * hourMs, ({ scene, network }) => {
    noteFault(scene, 'broker-restarts');
    network.restartBroker(somewhat(scene, 100, 60_000));
  }),
  'rogue-messages': world(hourMs, rogue),
  'fleet-killed': world(2 * hourMs, ({ scene, fleet }) => {
    noteFault(scene, 'fleet-killed');
    fleet.die();
    scene.time.after(somewhat(scene, 500, 5 * minuteMs), () => fleet.start());
  }),
  'fleet-store-fails': world(3 * hourMs, ({ scene, fleet }) => {
    noteFault(scene, 'fleet-store-fails');
    during(
      scene,
      somewhat(scene, 1_000, 10 * minuteMs),
      () => {
        fleet.disk.refuses = true;
      },
      () => {
        fleet.disk.refuses = false;
      },
    );
  }),
  'fleet-put-back': world(5 * hourMs, ({ scene, fleet }) => {
    const image = fleet.disk.image();
    scene.time.after(somewhat(scene, 5 * minuteMs, hourMs), () => {
      if (scene.calm) return;
      noteFault(scene, 'fleet-put-back');
      scene.diary.tell(
        'fleet',
        () => `put back to its backup: ${image.chunks.length} of ${fleet.disk.chunks.length} chunks`,
      );
      fleet.die();
      fleet.disk.restore(image);
      scene.time.after(somewhat(scene, 1_000, minuteMs), () => fleet.start());
    });
  }),
  'clock-jumps': kiosk(4 * hourMs, (of) => {
    noteFault(of.scene, 'clock-jumps');
    const years = of.scene.chance.pick([-30, -6, -1, -0.001, 0, 0.0001, 0.01, 2, 20], 'trouble: years');
    of.computer.clock.offsetMs = Math.round(years * 365.25 * 24 * hourMs);
    of.scene.diary.tell(of.name, () => `the clock jumps by ${years} years`);
  }),
  'clock-drifts': kiosk(8 * hourMs, (of) => {
    noteFault(of.scene, 'clock-drifts');
    of.computer.clock.drift = of.scene.chance.pick([-0.01, -0.0001, 0, 0.0001, 0.02], 'trouble: drift');
  }),
  'clock-lost': kiosk(40 * minuteMs, clockLost),
  'lane-jams': kiosk(3 * hourMs, (of) => spoil(of, 'lane-jams', 'jam')),
  'lane-gives-nothing': kiosk(3 * hourMs, (of) => spoil(of, 'lane-gives-nothing', 'nothing')),
  'lane-gives-two': kiosk(4 * hourMs, (of) => spoil(of, 'lane-gives-two', 'double')),
  'box-falls-late': kiosk(4 * hourMs, (of) => spoil(of, 'box-falls-late', 'late')),
  'sensor-blind': kiosk(5 * hourMs, (of) => {
    noteFault(of.scene, 'sensor-blind');
    of.site.cabinet.setBlind(aLane(of), true);
  }),
  'sensor-stuck': kiosk(8 * hourMs, (of) => {
    noteFault(of.scene, 'sensor-stuck');
    of.site.cabinet.setStuck(true);
  }),
  heat: kiosk(6 * hourMs, (of) => {
    noteFault(of.scene, 'heat');
    const { cabinet } = of.site;
    during(
      of.scene,
      somewhat(of.scene, 10 * minuteMs, 2 * hourMs),
      () => cabinet.setClimate(520, 60),
      () => cabinet.setClimate(215, 48),
    );
  }),
  'new-plans': world(3 * hourMs, newPlan),
  commands: world(hourMs, command),
  stops: world(2 * hourMs, stopForAWhile),
};
