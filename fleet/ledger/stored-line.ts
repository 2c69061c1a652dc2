import { readJson } from '../../shared/contracts/json.ts';

/** A line as JSON, or as text where it is none or nested too deep. */
export function lineOrText(text: string): { line: Record<string, unknown> | null; text?: string } {
  const read = readJson(text);
  if (read.ok && typeof read.json === 'object' && read.json !== null && !Array.isArray(read.json))
    return { line: read.json as Record<string, unknown> };
  return { line: null, text };
}
