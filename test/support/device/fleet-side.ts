import { readBatch } from '../../../shared/contracts/batch.ts';
import type { FleetChannel, KioskChannel } from '../../../shared/contracts/topics.ts';
import type { AgentRun } from './agent-run.ts';

/** What the fleet sends, and what it received. */
export type FleetSide = ReturnType<typeof fleetSide>;

export function fleetSide(run: AgentRun) {
  const hear = (channel: FleetChannel, message: unknown): void =>
    run.agent.link.message(channel, typeof message === 'string' ? message : JSON.stringify(message));
  const heard = (channel: KioskChannel) => run.record.published.filter((each) => each.channel === channel);

  return {
    /** The link is up; `plain`: without encryption, to another computer. */
    linkUp(plain = false) {
      run.record.plainLink = plain;
      run.virtual.pass(0);
      run.agent.link.up();
    },
    hear,
    heard,
    /** The fleet has stored everything through this line, or through the last one. */
    receipt(through?: number, over: Record<string, unknown> = {}) {
      const store = run.disk.open();
      const n = through ?? store.last;
      const head = store.headAt(n) ?? 'f'.repeat(64);
      hear('receipt', { ledger: store.ledger, through: n, head, time: run.virtual.wall.at, ...over });
    },
    said: (channel: KioskChannel) =>
      heard(channel).map(({ payload }) => JSON.parse(payload) as Record<string, unknown>),
    /** The batches that were published, as the fleet reads them. */
    batches: () =>
      heard('events').map(({ payload }) => {
        const read = readBatch(payload, Buffer.byteLength(payload));
        if (!read.ok) throw new Error(read.why);
        return read.batch;
      }),
  };
}
