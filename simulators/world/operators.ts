import { commandMessage } from '../../fleet/registry/commands.ts';
import type { MachineId } from '../../shared/contracts/ids.ts';
import { bilingual } from '../../shared/contracts/meaning.ts';
import type { PlannedLane } from '../../shared/contracts/plan.ts';
import { noteFault } from './scenario.ts';
import type { WorldParts } from './world-parts.ts';

const hourMs = 3_600_000;
/** A command that ended this long ago is over for its kiosk too, whose clock is wrong by less. */
const longOverMs = 60_000;

/** Old messages come again, and strangers send nonsense. */
export function rogue({ scenario, kiosks, network, fleet }: WorldParts): void {
  noteFault(scenario, 'rogue-messages');
  const { machine, computer } = scenario.random.pick(kiosks, 'rogue: whom');
  const { id, lines, heads } = computer.disk.ledger;
  // A person with a machine's secret could write its next lines: no promise is made against that.
  // Only lines that the fleet has can't be altered.
  const held = Math.max(0, Math.min(lines.length, fleet.database.mark(machine, id)?.through ?? 0) - 5);
  const from = scenario.random.below(held + 1, 'rogue: from');
  const header = JSON.stringify({ ledger: id, first: from + 1, prev: heads[from] });
  const some = lines.slice(from, held === 0 ? from : from + 5);
  const other = scenario.random.uuid('rogue: ledger');
  const payloads = [
    `${header}\n${some.join('\n')}\n`,
    `${header}\n${some.reverse().join('\n')}\n`,
    `${header}\n${some.join('\n').replace('issued', 'jammed')}\n`,
    `${JSON.stringify({ ledger: id, first: from + 1, prev: 'f'.repeat(64) })}\n${some.join('\n')}\n`,
    `${JSON.stringify({ ledger: id, first: lines.length + 3, prev: heads[lines.length] })}\n${lines.at(-1) ?? '{}'}\n`,
    `{"ledger":"${other}"`,
    '',
    '\u0000'.repeat(100),
  ];
  network.inject(machine, 'events', scenario.random.pick(payloads, 'rogue: what'));
  network.inject(
    machine,
    'presence',
    scenario.random.pick(['', '{}', '{"online":false,"run":1}', '[]', 'null'], 'rogue: presence'),
  );
  network.inject(machine, 'results', `{"id":"${other}","state":"done","code":null,"detail":null}`);
  const receipt = fleet.engine?.receipt(machine, id, fleet.nowMs);
  if (receipt)
    scenario.time.after(scenario.random.between(0, hourMs, 'rogue: old receipt'), () => {
      if (!scenario.calm) network.send(machine, 'receipt', JSON.stringify(receipt));
    });
  network.send(
    machine,
    'commands',
    scenario.random.pick(
      ['{}', '{"id":1}', `{"id":"${other}","kind":"dispense","expires":${fleet.nowMs + hourMs}}`],
      'rogue: command',
    ),
  );
}

/**
 * The fleet desires another plan: par levels, a lane with another product, a recall, a lock,
 * narrower limits.
 */
export function newPlan({ scenario, kiosks, fleet }: WorldParts): void {
  noteFault(scenario, 'new-plans');
  const { random } = scenario;
  const kiosk = random.pick(kiosks, 'plan: whose');
  const { machine, plan } = kiosk;
  const products = plan.map(({ product }) => product);
  const lanes = plan.map((lane): PlannedLane => {
    const what = random.below(8, 'plan: this lane');
    if (what === 0) return { ...lane, product: random.pick(products, 'plan: product') };
    if (what === 1) return { ...lane, locked: 'held' };
    if (what === 2) return { ...lane, par: Math.max(1, lane.par - 1) };
    return lane;
  });
  const recalls = random.chance(0.4, 'plan: recall')
    ? [{ product: random.pick(products, 'plan: recalled product'), lot: `L${random.below(12, 'plan: recalled lot')}` }]
    : [];
  fleet.configure(machine, {
    lanes,
    recalls,
    limits: random.chance(0.3, 'plan: limits') ? { noDropsBeforeSuspect: 2 } : {},
  });
}

/**
 * A broker delivers an old request to a machine again. Not if strangers also send old receipts: one
 * that is the first of a connection gives the kiosk an old time.
 */
function replayOldCommands({ scenario, network, fleet }: WorldParts, machine: MachineId): void {
  if (scenario.faults.has('rogue-messages')) return;
  for (const record of fleet.commands(machine)) {
    const message = record.expires + longOverMs < fleet.nowMs ? commandMessage(record) : null;
    if (message) network.replay(machine, 'commands', JSON.stringify(message));
  }
}

/** An operator sends a command. */
export function command(parts: WorldParts): void {
  const { scenario, kiosks, fleet } = parts;
  noteFault(scenario, 'commands');
  const { random } = scenario;
  const kiosk = random.pick(kiosks, 'command: to whom');
  replayOldCommands(parts, kiosk.machine);
  const kind = random.pick(['report', 'clear', 'restart'] as const, 'command: which');
  fleet.command(
    kiosk.machine,
    kind,
    random.pick(kiosk.plan, 'command: which lane').lane,
    random.between(1, 60, 'command: minutes'),
  );
}

/** An operator stops a machine, and resumes it some time later. */
export function stopForAWhile({ scenario, kiosks, fleet }: WorldParts): void {
  noteFault(scenario, 'stops');
  const { random, log, time } = scenario;
  const { machine } = random.pick(kiosks, 'stop: which machine');
  log.begin('fleet', () => bilingual(`an operator stops ${machine}`, `管理人员停止 ${machine} 发放`));
  fleet.stopGivingOut(machine);
  time.after(random.between(30_000, 20 * 60_000, 'stop: how long'), () => {
    log.begin('fleet', () => bilingual(`an operator resumes ${machine}`, `管理人员恢复 ${machine} 发放`));
    fleet.resumeGivingOut(machine);
  });
}
