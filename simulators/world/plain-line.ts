/** A ledger line without its times, for the world's log. */
export function plain(line: string): string {
  const { at: _at, run: _run, up: _up, kind, request, ...rest } = JSON.parse(line) as Record<string, unknown>;
  const who = typeof request === 'string' ? ` request ${request.slice(0, 4)}` : '';
  const fields = Object.entries(rest).map(
    ([name, value]) => `${name} ${typeof value === 'object' ? JSON.stringify(value) : String(value)}`,
  );
  return `${String(kind)}${who} ${fields.join(', ')}`;
}
