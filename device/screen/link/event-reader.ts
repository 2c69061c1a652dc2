/** Longer than any view. A stream that exceeds it is not the agent's. */
const maxEventChars = 262_144;

/**
 * Takes the text of a stream of server-sent events in pieces and calls `received` with the data of
 * each `view`. False if an event is longer than any view.
 */
export function eventReader(received: (data: string) => void): (piece: string) => boolean {
  let rest = '';
  return (piece) => {
    rest += piece.replace(/\r/g, '');
    for (let end = rest.indexOf('\n\n'); end >= 0; end = rest.indexOf('\n\n')) {
      const lines = rest.slice(0, end).split('\n');
      rest = rest.slice(end + 2);
      const data = lines.filter((line) => line.startsWith('data:')).map((line) => line.slice(5).trimStart());
      if (lines.some((line) => /^event: ?view$/.test(line)) && data.length > 0) received(data.join('\n'));
    }
    return rest.length <= maxEventChars;
  };
}
