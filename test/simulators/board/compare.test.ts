import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { CommandSession } from '../../../simulators/board/command-session.ts';
import { simulatedKiosk } from '../../support/device/simulated-kiosk.ts';

const staff = { by: 'tester', pin: '4711' };
const load = (lane: number, product: string) => ({ lane, product, lot: 'B2501', expires: '2029-01', added: 10 });

/** A kiosk with boxes in its cabinet, and the tester's terminal in both languages. */
async function stocked() {
  const kiosk = await simulatedKiosk();
  const quiet = { runtime: kiosk.board, onTrace() {}, onQuit() {} };
  const terminal = new CommandSession(quiet);
  const chinese = new CommandSession({ ...quiet, language: 'zh' });
  const compare = `compare http://127.0.0.1:${kiosk.port}`;
  const restock = () =>
    kiosk.ask('/api/restock', { ...staff, lanes: [load(1, 'CD-M'), load(2, 'CD-L'), load(3, 'CD-M')] });
  const dispense = async (lane: number) =>
    (await kiosk.ask('/api/dispense', { request: randomUUID(), lane })).json() as { readonly outcome: string };
  return {
    kiosk,
    restock,
    dispense,
    type: (line: string) => terminal.enter(line),
    verdict: async () => (await terminal.enter(compare))?.text ?? '',
    chineseVerdict: async () => (await chinese.enter(compare))?.text ?? '',
  };
}

describe('compare', () => {
  test('says that boxes which nobody entered are not in the books, lane by lane, in both languages', async () => {
    const { verdict, chineseVerdict, restock } = await stocked();
    expect(await verdict()).toMatch(
      /^the books DIFFER from the cabinet in 3 lane\(s\): fallen 0.*\n {2}lane 1: boxes in it 10, in the books 0\n/,
    );
    expect(await chineseVerdict()).toMatch(/^账与实际不一致，共 3 个货道：.*\n {2}货道 1：实际有 10 盒，账上 0 盒\n/);
    await restock();
    expect(await verdict()).toBe(
      'the books AGREE with the cabinet: fallen 0, booked as fallen 0, booked as uncertain 0',
    );
    expect(await chineseVerdict()).toBe('账与实际一致：实际落下 0 盒，账上落下 0 盒，待核实 0 盒');
  });

  test('agrees after a box fell; differs if the sensor could not see it', async () => {
    const { restock, dispense, type, verdict } = await stocked();
    await restock();
    expect((await dispense(1)).outcome).toBe('issued');
    expect(await verdict()).toMatch(/^the books AGREE .*: fallen 1, booked as fallen 1,/);
    await type('blind 2');
    expect((await dispense(2)).outcome).toBe('not-issued');
    expect(await verdict()).toMatch(
      /DIFFER from the cabinet in 1 lane\(s\): fallen 2, .* 1,.*\n {2}lane 2: fallen 1, in the books 0\n {2}lane 2: boxes in it 9, in the books 10\n/,
    );
  });

  test('agrees after two boxes fell at once', async () => {
    const { restock, dispense, type, verdict } = await stocked();
    await restock();
    await type('double 1');
    expect((await dispense(1)).outcome).toBe('issued');
    expect(await verdict()).toMatch(/^the books AGREE .*: fallen 2, booked as fallen 2,/);
  });

  test('finds a box that was taken out without a word', async () => {
    const { restock, type, verdict } = await stocked();
    await restock();
    await type('empty 3');
    expect(await verdict()).toContain('\n  lane 3: boxes in it 0, in the books 10\n');
  });

  test('says in one line that no kiosk answers, or what an address looks like', async () => {
    const { type } = await stocked();
    expect(await type('compare http://127.0.0.1:1')).toMatchObject({
      outcome: 'failed',
      text: expect.stringMatching(/^no kiosk answers at http:\/\/127\.0\.0\.1:1\/api\/state: .+$/),
    });
    expect(await type('compare 7080')).toMatchObject({ outcome: 'wrong' });
  });
});
