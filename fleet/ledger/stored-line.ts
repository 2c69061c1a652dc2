import { readJson } from '../../shared/contracts/json.ts';
import type { Chunk, TimestampedLine } from './chunk.ts';

/** Reads a line as JSON. Returns it as text if it is no JSON object or nested too deeply. */
export function lineOrText(text: string): { line: Record<string, unknown> | null; text?: string } {
  const read = readJson(text);
  if (read.ok && typeof read.json === 'object' && read.json !== null && !Array.isArray(read.json))
    return { line: read.json as Record<string, unknown> };
  return { line: null, text };
}

/** Whether the same lines are counted as before. */
export const sameCounted = (before: Chunk['timestamps'], now: readonly TimestampedLine[]): boolean =>
  before !== null && now.every(({ uncounted }, index) => before[index]?.uncounted === uncounted);
