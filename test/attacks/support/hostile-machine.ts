import { until } from '../../support/fleet/fleet.ts';
import { lines, TestKiosk, TestLedger } from '../../support/fleet/kiosk.ts';
import type { FleetTarget } from './fleet-target.ts';

/** A registered machine whose owner is hostile: the right secret, and any message. */
export interface HostileMachine {
  readonly machine: string;
  readonly kiosk: TestKiosk;
  readonly ledger: TestLedger;
  /** Writes lines, sends them as one batch, and waits for the receipt and the books. */
  sends(...more: readonly (object | string)[]): Promise<void>;
  /** The fleet's answer about the machine, by a path below it. */
  // biome-ignore lint/suspicious/noExplicitAny: an attack reads whatever the API answers.
  answer(path?: string): Promise<any>;
  end(): Promise<void>;
}

let registered = 0;

/** A new machine of its own for one attack, with a planned lane of ten boxes. */
export async function hostileMachine(target: FleetTarget, now = Date.now()): Promise<HostileMachine> {
  registered += 1;
  const machine = `JX-360103-${String(registered).padStart(4, '0')}`;
  const { status, text } = await target.asOwner('/api/v1/machines', {
    machine,
    name: machine,
    region: '360103',
    site: 'clinic',
    inServiceFrom: '2025-01-01',
  });
  if (status !== 201) throw new Error(`registering ${machine}: ${status} ${text}`);
  const kiosk = await TestKiosk.connect(target, machine, (JSON.parse(text) as { secret: string }).secret);
  const ledger = new TestLedger().write(lines.booted(now), lines.configured(now));
  const answer = async (path = ''): Promise<unknown> => {
    const answered = await target.asOwner(`/api/v1/machines/${machine}${path}`);
    if (answered.status !== 200) throw new Error(`${path}: ${answered.status} ${answered.text}`);
    return JSON.parse(answered.text);
  };
  let sent = 0;
  return {
    machine,
    kiosk,
    ledger,
    answer,
    async sends(...more) {
      ledger.write(...more);
      await kiosk.say('events', ledger.batch(sent + 1));
      sent = ledger.lines.length;
      await kiosk.receipt(sent);
      await until(`the books of ${machine}`, async () => {
        const { ledger: folded } = (await answer()) as { ledger: { folded: number } };
        return folded.folded >= sent;
      });
    },
    end: () => kiosk.end(),
  };
}
