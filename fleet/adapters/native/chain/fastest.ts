import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { errorText } from '../../../../shared/error-text.ts';
import { type HeadOver, oneShotChain } from './one-shot.ts';

/** The fastest way to compute a chain's head that works on this computer. */
export type FastestChain =
  | { readonly is: 'compiled'; readonly headOver: HeadOver }
  /** The compiled part is missing or cannot be loaded; `why` says why. */
  | { readonly is: 'one-shot'; readonly headOver: HeadOver; readonly why: string };

/** The module that `binding.gyp` builds from `chain.cc`. */
const compiled = fileURLToPath(new URL('../../../../../build/Release/yaoju_chain.node', import.meta.url));

/**
 * The chain as compiled on installation, else by Node's own hash: the same heads, in about twice
 * the time for a full batch.
 */
export function fastestChain(file = compiled): FastestChain {
  try {
    const { headAfter } = createRequire(import.meta.url)(file) as { headAfter: HeadOver };
    return { is: 'compiled', headOver: headAfter };
  } catch (error) {
    return { is: 'one-shot', headOver: oneShotChain(), why: errorText(error) };
  }
}
