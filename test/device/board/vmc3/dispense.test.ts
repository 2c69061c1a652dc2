import { expect, test } from 'vitest';
import { Dispense } from '../../../../device/board/vmc3/dispense.ts';
import { ACK, decodeFrame, encodeFrame, POLL } from '../../../../device/board/vmc3/frame.ts';
import { Link } from '../../../../device/board/vmc3/link.ts';
import { lane, txn } from '../../../support/board/lbp-script.ts';

const dispense = (afterDoubt = false) =>
  new Dispense({ txn: txn(1), lane: lane(1), lunchBox: 'delivered', afterDoubt });

/** The first of these codes that ends the turn. */
const endOf = (codes: number[], one = dispense()) => codes.map((code) => one.code(code)).find((end) => end !== null);

test.each([
  [[0x01, 0x02], { kind: 'one' }],
  [[0x02], { kind: 'one' }],
  [[0x01, 0x10, 0x11, 0x02], { kind: 'one' }],
  [[0x01, 0x24], { kind: 'one' }],
  [[0x01, 0x03], { kind: 'none', reason: 'no-drop' }],
  [[0x01, 0xff], { kind: 'none', reason: 'no-drop' }],
  [[0xff], { kind: 'none', reason: 'refused' }],
  [[0x06], { kind: 'none', reason: 'absent' }],
  [[0x01, 0x10, 0x03], { kind: 'unknown', reason: 'unclear' }],
  [[0x01, 0x10, 0xff], { kind: 'unknown', reason: 'unclear' }],
  [[0x01, 0x12], { kind: 'unknown', reason: 'unclear' }],
  [[0x01, 0x00, 0x05, 0x40, 0x99], undefined],
])('codes %j', (codes, expected) => {
  expect(endOf(codes)).toEqual(expected);
});

test('after a doubted turn of the lane final codes count only after this turn’s own begin', () => {
  const one = dispense(true);
  expect(endOf([0x02, 0x03, 0xff, 0x24], one)).toBeUndefined();
  expect(endOf([0x01, 0x02], one)).toEqual({ kind: 'one' });
});

test('an order that never went out has not started, one that did is unknown', () => {
  expect(dispense().deadline(false)).toEqual({ kind: 'none', reason: 'not-started' });
  expect(dispense().deadline(true)).toEqual({ kind: 'unknown', reason: 'no-record' });
  expect(dispense().restarted(true)).toEqual({ kind: 'unknown', reason: 'power-lost' });
});

test('a repetition is acknowledged and ignored; another frame with the same PackNO is not', () => {
  const link = new Link(0);
  const heard = (command: number, body: number[]) => {
    const { data } = link.hear(encodeFrame(command, body), 0);
    expect(link.take().map((bytes) => decodeFrame(bytes)?.command)).toEqual([ACK]);
    return data.length;
  };
  expect(heard(0x04, [7, 1, 0, 1])).toBe(1);
  expect(heard(0x04, [7, 1, 0, 1])).toBe(0);
  expect(heard(0x04, [7, 2, 0, 1])).toBe(1);
  expect(heard(0x11, [7, 2, 0, 1])).toBe(1);
  expect(heard(0x04, [7, 2, 0, 1])).toBe(1);
  expect(heard(0x31, [1])).toBe(1);
  expect(heard(0x31, [1])).toBe(1);
  expect(link.hear(encodeFrame(POLL), 0).data).toEqual([]);
});
