import { bilingual } from '../../shared/contracts/meaning.ts';
import { Disk, type DiskImage } from './disk.ts';
import {
  atWorst,
  during,
  eachKiosk,
  type FaultAction,
  hourMs,
  minuteMs,
  somewhat,
  wholeWorld,
} from './fault-action.ts';
import type { FaultKind } from './faults.ts';
import type { Kiosk } from './kiosk.ts';
import { newLedger } from './random.ts';
import { noteFault } from './scenario.ts';

const images = new WeakMap<Kiosk, DiskImage>();

/** Installs a disk in a running kiosk; the power is cut for that. */
function newDisk(kiosk: Kiosk, change: () => void): void {
  kiosk.powerOff();
  change();
  kiosk.diskChanged();
  kiosk.scenario.time.after(somewhat(kiosk.scenario, 5_000, 60_000), () => kiosk.powerOn());
}

function refuse(kiosk: Kiosk, code: 'disk-full' | 'disk-read-only'): void {
  const { scenario, computer } = kiosk;
  atWorst(kiosk, () => {
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

/** Faults of a kiosk's disk and of its content. */
export const diskFaults = {
  'disk-full': eachKiosk(4 * hourMs, (kiosk) => refuse(kiosk, 'disk-full')),
  'disk-read-only': eachKiosk(6 * hourMs, (kiosk) => refuse(kiosk, 'disk-read-only')),
  'disk-lies': eachKiosk(30 * minuteMs, (kiosk) => {
    const { disk } = kiosk.computer;
    if (kiosk.scenario.random.chance(0.6, 'trouble: the disk flushes')) disk.flush();
    else disk.lie();
    if (!kiosk.scenario.random.chance(0.2, 'trouble: power cut')) return;
    atWorst(kiosk, () => {
      kiosk.powerOff();
      kiosk.scenario.time.after(somewhat(kiosk.scenario, 500, minuteMs), () => kiosk.powerOn());
    });
  }),
  'disk-image': eachKiosk(6 * hourMs, (kiosk) => {
    const image = images.get(kiosk);
    if (image === undefined || kiosk.scenario.random.chance(0.4, 'trouble: make an image')) {
      images.set(kiosk, kiosk.computer.disk.image());
      return;
    }
    noteFault(kiosk.scenario, 'disk-image');
    kiosk.scenario.log.begin(kiosk.name, () => bilingual('an image of the disk is put back', '磁盘被恢复成较早的映像'));
    newDisk(kiosk, () => kiosk.computer.disk.restore(image));
  }),
  'disk-new': eachKiosk(10 * hourMs, (kiosk) => {
    noteFault(kiosk.scenario, 'disk-new');
    kiosk.scenario.log.begin(kiosk.name, () => bilingual('a new disk is put in', '换上新磁盘'));
    newDisk(kiosk, () => {
      kiosk.computer.disk = new Disk(kiosk.scenario.chain, newLedger(kiosk.scenario.random));
    });
  }),
  'ledger-deleted': eachKiosk(8 * hourMs, (kiosk) => {
    atWorst(kiosk, () => {
      const { computer, scenario } = kiosk;
      if (computer.agent === null) return;
      noteFault(scenario, 'ledger-deleted');
      scenario.log.begin(kiosk.name, () =>
        bilingual('the file of the ledger is deleted under the process', '程序运行时，账本文件被删除'),
      );
      computer.disk.deleteFile();
      // As the agent's own main program does every five seconds.
      const { process } = computer;
      scenario.time.after(scenario.random.between(0, 5_000, 'trouble: until it looks'), () => {
        if (computer.process === process) computer.run((agent) => agent.checkLedgerFile());
      });
    });
  }),
  'disk-cloned': wholeWorld(8 * hourMs, ({ scenario, kiosks }) => {
    const [from, to] = [
      scenario.random.pick(kiosks, 'trouble: whose disk'),
      scenario.random.pick(kiosks, 'trouble: into which'),
    ];
    if (from === to || from.plan.length !== to.plan.length) return;
    noteFault(scenario, 'disk-cloned');
    scenario.log.begin(to.name, () =>
      bilingual(`gets a copy of the disk of ${from.name}`, `换上 ${from.name} 磁盘的复制件`),
    );
    from.diskFaults += 1;
    newDisk(to, () => {
      to.computer.disk = new Disk(scenario.chain, from.computer.disk.image());
      to.computer.machine = from.computer.machine;
    });
  }),
} satisfies Partial<Record<FaultKind, FaultAction>>;
