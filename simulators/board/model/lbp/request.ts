/** The requests of LBP/1, from the body of a valid line. */

export type LbpError = 'VERB' | 'ARGS' | 'LANE' | 'BUSY' | 'DOOR' | 'JAM' | 'STALE';

/** A valid request of the host. */
export type LbpRequest =
  | { readonly verb: 'HELLO' | 'STATUS' | 'TXN' }
  | { readonly verb: 'LANE'; readonly n: number }
  | { readonly verb: 'CLEAR'; readonly n: number }
  | { readonly verb: 'VEND'; readonly t: number; readonly n: number }
  | { readonly verb: 'none'; readonly error: LbpError };

const HIGHEST_ID = 65_535;
const HIGHEST_T = 4_294_967_295;

/** A decimal from 1 to `highest`, without sign or leading zero; else 0. */
function decimal(token: string | undefined, highest: number): number {
  if (token === undefined || token.length > 10 || !/^[1-9][0-9]*$/.test(token)) return 0;
  const value = Number(token);
  return value <= highest ? value : 0;
}

const wrongArgs: LbpRequest = { verb: 'none', error: 'ARGS' };
const wrongVerb: LbpRequest = { verb: 'none', error: 'VERB' };

/** The request's ID as it was sent, and the request; null if there is no ID to answer to. */
export function requestOf(body: string): { readonly id: string; readonly request: LbpRequest } | null {
  const [id = '', verb, ...args] = body.split(' ');
  if (decimal(id, HIGHEST_ID) === 0) return null;
  return { id, request: read(verb, args) };
}

function read(verb: string | undefined, args: readonly string[]): LbpRequest {
  switch (verb) {
    case 'HELLO':
    case 'STATUS':
    case 'TXN':
      return args.length === 0 ? { verb } : wrongArgs;
    case 'LANE':
    case 'CLEAR': {
      const n = decimal(args[0], HIGHEST_T);
      return args.length === 1 && n > 0 ? { verb, n } : wrongArgs;
    }
    case 'VEND': {
      const t = decimal(args[0], HIGHEST_T);
      const n = decimal(args[1], HIGHEST_T);
      return args.length === 2 && t > 0 && n > 0 ? { verb, t, n } : wrongArgs;
    }
    default:
      return wrongVerb;
  }
}
