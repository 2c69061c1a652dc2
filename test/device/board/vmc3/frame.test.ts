import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  askMachine,
  check,
  clearList,
  drive,
  JAMMED,
  readDispensing,
  readLanes,
  readMachine,
  readMenu,
  readSelection,
  sync,
} from '../../../../device/board/vmc3/bodies.ts';
import { ACK, decodeFrame, encodeFrame, POLL } from '../../../../device/board/vmc3/frame.ts';
import { LONGEST_FRAME } from '../../../../device/board/vmc3/limits.ts';
import { FrameReader } from '../../../../device/board/vmc3/reader.ts';
import { lane } from '../../../support/board/lbp-script.ts';
import { badFrames, golden } from '../../../support/board/vmc3-frames.ts';

const poll = encodeFrame(POLL);

describe.each(golden)('$commandName $hex', ({ bytes, command, fields }) => {
  test('is decoded and encoded exactly', () => {
    const frame = decodeFrame(bytes);
    expect(frame?.command).toBe(Number(command));
    if ('packNo' in fields) expect(frame?.body[0]).toBe(fields.packNo);
    expect(encodeFrame(frame?.command ?? 0, frame?.body)).toEqual(bytes);
  });

  test('comes byte by byte', () => {
    const reader = new FrameReader();
    expect(Array.from(bytes).flatMap((byte) => reader.push(Uint8Array.of(byte)))).toEqual([bytes]);
    expect(reader.dropped).toBe(0);
  });

  test('is found in noise without the beginning of a frame, and after half a frame', () => {
    const noise = fc.uint8Array({ maxLength: 600 }).map((noisy) => noisy.map((byte) => (byte === 0xfa ? 0xfc : byte)));
    fc.assert(
      fc.property(noise, noise, fc.integer({ min: 1, max: 300 }), (before, after, chunk) => {
        const reader = new FrameReader();
        const wire = Uint8Array.from([...before, ...bytes, ...after, ...bytes]);
        const frames: Uint8Array[] = [];
        for (let at = 0; at < wire.length; at += chunk) frames.push(...reader.push(wire.subarray(at, at + chunk)));
        expect(frames).toEqual([bytes, bytes]);
      }),
      { numRuns: 30 },
    );
    const reader = new FrameReader();
    const frames = [...reader.push(bytes.subarray(0, -1)), ...reader.push(poll), ...reader.push(poll)];
    expect(frames.at(-1)).toEqual(poll);
  });
});

describe.each(badFrames)('$hex: $why', ({ bytes }) => {
  test('is rejected, and what follows is found by dropping one byte at a time', () => {
    expect(decodeFrame(bytes)).toBeNull();
    const reader = new FrameReader();
    expect(reader.push(Uint8Array.from([...bytes, ...poll, ...poll, ...poll])).slice(-2)).toEqual([poll, poll]);
    expect(reader.dropped).toBeGreaterThan(0);
    const dripped = new FrameReader();
    const wire = [...bytes, ...poll, ...poll, ...poll];
    expect(wire.flatMap((byte) => dripped.push(Uint8Array.of(byte))).slice(-2)).toEqual([poll, poll]);
  });
});

test('the host sends byte for byte what real hosts send', () => {
  const hex = (packNo: number, command: { command: number; text: readonly number[] }) =>
    Buffer.from(encodeFrame(command.command, [packNo, ...command.text])).toString('hex');
  expect(hex(166, drive(lane(60), null))).toBe('fafb0605a60100003c99');
  expect(hex(2, sync)).toBe('fafb31010233');
  expect(hex(1, readMenu(JAMMED))).toBe('fafb700301320041');
  expect(hex(1, clearList(JAMMED))).toBe('fafb700301320140');
  expect(hex(1, check(lane(13)))).toBe(
    `fafb010301000d${(0xfa ^ 0xfb ^ 0x01 ^ 0x03 ^ 0x01 ^ 0x0d).toString(16).padStart(2, '0')}`,
  );
  expect(hex(1, askMachine)).toBe('fafb51010150');
  expect(Buffer.from(encodeFrame(ACK)).toString('hex')).toBe('fafb420043');
  expect(hex(1, drive(lane(1), 7))).toMatch(/^fafb0606010100000107/);
});

test('bodies are read as their sources say', () => {
  for (const { bytes, commandName, fields } of golden) {
    const frame = decodeFrame(bytes);
    if (frame === null) throw new Error('a golden frame must decode');
    if (commandName === 'DISPENSE_STATUS') {
      expect(readDispensing(frame)).toEqual({ code: fields.status, lane: fields.selection });
    }
    if (commandName === 'SELECTION_INFO') expect(readSelection(frame)).toEqual({ lane: 1, hardware: 'jam' });
    if (commandName === 'MENU_REPLY') expect(readLanes(frame.body)).toEqual([13]);
    if (commandName === 'MACHINE_STATUS') {
      const [celsius] = fields.machineTemperatures as (number | null)[];
      expect(readMachine(frame)).toEqual({
        id: '0000000000',
        door: 'closed',
        tempDeciC: celsius == null ? null : celsius * 10,
        humidityPct: null,
      });
    }
  }
});

test('a machine status with humidity, below zero, with an open door, and one that is short', () => {
  const body = [
    1,
    0,
    0,
    0,
    0,
    0,
    1,
    ...new Array(8).fill(0),
    ...Buffer.from('0000004711'),
    0xfb,
    ...new Array(7).fill(0xaa),
    44,
    ...new Array(7).fill(0xaa),
  ];
  expect(readMachine({ command: 0x52, body: Uint8Array.from(body) })).toEqual({
    id: '0000004711',
    door: 'open',
    tempDeciC: -50,
    humidityPct: 44,
  });
  expect(readMachine({ command: 0x52, body: Uint8Array.from(body.slice(0, 8)) })).toMatchObject({
    id: null,
    door: 'open',
  });
  expect(readMachine({ command: 0x52, body: Uint8Array.of(1) })).toBeNull();
});

test('status frames of LEN 4 and 5, and too short ones', () => {
  expect(readDispensing({ command: 4, body: Uint8Array.of(1, 2, 0, 9, 1) })).toEqual({ code: 2, lane: 9 });
  expect(readDispensing({ command: 4, body: Uint8Array.of(1, 2, 0) })).toBeNull();
  expect(readDispensing({ command: 4, body: Uint8Array.of(1, 2, 0, 0) })).toBeNull();
});

test('ten MiB of noise cost one frame of memory and little time', () => {
  const reader = new FrameReader();
  const noise = new Uint8Array(64 * 1024).map((_, at) => (at * 7919) & 0xff);
  const began = process.cpuUsage();
  for (let chunk = 0; chunk < 160; chunk++) reader.push(noise);
  const { user, system } = process.cpuUsage(began);
  expect((user + system) / 1000).toBeLessThan(5_000);
  expect(reader.push(Uint8Array.from([...new Array(LONGEST_FRAME).fill(0), ...poll]))).toEqual([poll]);
});

test('half a frame that stays half is given up for what follows its beginning', () => {
  const reader = new FrameReader();
  expect(reader.push(Uint8Array.from([0xfa, 0xfb, 0x04, 0xff, ...poll, ...poll]))).toEqual([]);
  expect(reader.waiting).toBe(true);
  expect(reader.giveUp()).toEqual([poll, poll]);
  expect(reader.waiting).toBe(false);
});

test('any bytes at all: no error, and no frame that was not sent whole', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 600 }), { maxLength: 8 }), (chunks) => {
      const reader = new FrameReader();
      for (const chunk of chunks) for (const frame of reader.push(chunk)) expect(decodeFrame(frame)).not.toBeNull();
    }),
  );
});
