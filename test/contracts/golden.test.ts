import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { sha256Chain } from '../../device/adapters/chain.ts';
import { Receipt, readBatch, writeBatch } from '../../shared/contracts/batch.ts';
import { Command, CommandResult } from '../../shared/contracts/commands.ts';
import { readLine } from '../../shared/contracts/events.ts';
import type { Head, LedgerId } from '../../shared/contracts/ids.ts';
import { DesiredConfig } from '../../shared/contracts/plan.ts';
import { Presence } from '../../shared/contracts/presence.ts';
import { ReportedState } from '../../shared/contracts/reported.ts';
import { headAfter } from '../../shared/ledger/chain.ts';

const folder = join(import.meta.dirname, '../../../test/contracts/v1');
const bytes = (file: string): Buffer => readFileSync(join(folder, file));
const files = readdirSync(folder);

interface Heads {
  readonly ledger: LedgerId;
  readonly heads: readonly Head[];
  readonly second: LedgerId;
  readonly secondHeads: readonly Head[];
}
const known = JSON.parse(bytes('heads.json').toString()) as Heads;

describe('a golden batch', () => {
  const batches = files.filter((file) => file.startsWith('batch-'));

  it.each(batches)('is read and written again byte for byte: %s', (file) => {
    const payload = bytes(file);
    const read = readBatch(payload.toString(), payload.length);
    if (!read.ok) throw new Error(read.why);
    expect(Buffer.from(writeBatch(read.batch)).equals(payload)).toBe(true);
  });

  it.each(batches)('joins the chain that was computed without our code: %s', (file) => {
    const payload = bytes(file);
    const read = readBatch(payload.toString(), payload.length);
    if (!read.ok) throw new Error(read.why);
    const { ledger, first, prev, lines } = read.batch;
    const heads = ledger === known.ledger ? known.heads : known.secondHeads;
    expect(prev).toBe(heads[first - 1]);
    expect(headAfter(sha256Chain, prev, lines)).toBe(heads[first - 1 + lines.length]);
  });

  it('begins with the hash of the ledger id', () => {
    expect(sha256Chain.first(known.ledger)).toBe(known.heads[0]);
    expect(sha256Chain.first(known.second)).toBe(known.secondHeads[0]);
  });

  it('of every kind has every existing kind, each line the same when it is written again', () => {
    const lines = linesOf('batch-every-kind.ndjson');
    const events = lines.map((line) => {
      const read = readLine(line);
      if (read.kind !== 'known') throw new Error(line);
      return read.event;
    });
    expect(events.map((event) => JSON.parse(JSON.stringify(event)))).toEqual(lines.map((line) => JSON.parse(line)));
    expect(new Set(events.map(({ kind }) => kind)).size).toBe(17);
  });

  it('of unreadable lines has the reason, line by line, and continues', () => {
    expect(linesOf('batch-lines-nobody-reads.ndjson').map((line) => readLine(line).kind)).toEqual([
      'unknown',
      'known',
      'unknown',
      'unreadable',
      'unreadable',
      'unreadable',
      'known',
    ]);
  });

  it('is another one with one letter changed: the chain does not join', () => {
    const [line = ''] = linesOf('batch-one-line.ndjson');
    const head = sha256Chain.next(sha256Chain.first(known.ledger), line.replace('1.0.0', '1.0.1'));
    expect(head).not.toBe(known.heads[1]);
  });
});

const linesOf = (file: string): readonly string[] => {
  const payload = bytes(file);
  const read = readBatch(payload.toString(), payload.length);
  if (!read.ok) throw new Error(read.why);
  return read.batch.lines;
};

describe('a golden message', () => {
  const schemas: [RegExp, z.ZodType][] = [
    [/^receipt/, Receipt],
    [/^presence/, Presence],
    [/^state/, ReportedState],
    [/^config/, DesiredConfig],
    [/^command/, Command],
    [/^result/, CommandResult],
  ];
  const messages = files.filter((file) => file.endsWith('.json') && file !== 'heads.json');

  it.each(messages)('is read and written again byte for byte: %s', (file) => {
    const [, schema] = schemas.find(([name]) => name.test(file)) ?? [];
    if (!schema) throw new Error(`no schema for ${file}`);
    const text = bytes(file).toString();
    expect(JSON.stringify(schema.parse(JSON.parse(text)))).toBe(text);
  });

  it.each(messages)('with a field of a later version is read as if it were not there: %s', (file) => {
    const [, schema] = schemas.find(([name]) => name.test(file)) ?? [];
    const json = JSON.parse(bytes(file).toString()) as Record<string, unknown>;
    expect(schema?.safeParse({ ...json, later: { than: 'this' } }).success).toBe(true);
  });

  it('names every topic’s payload', () => {
    for (const [name] of schemas) expect(messages.some((file) => name.test(file))).toBe(true);
  });
});
