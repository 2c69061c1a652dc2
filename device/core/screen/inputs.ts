import type { MachineId, ProductCode, RequestId } from '../../../shared/contracts/ids.ts';
import type { ScreenAction } from '../../../shared/screen/action.ts';
import type { CardFailure, ReaderLoss } from '../../readers/port.ts';
import type { Person } from './person.ts';

/** What somebody did at the screen, or which hardware button was pressed. */
export type ScreenInput = {
  readonly kind: 'screen';
  /** The number of the screen on which they did it. */
  readonly screen: number;
  /** A fresh random id, for the turn that may follow. */
  readonly request: RequestId;
} & ({ readonly action: ScreenAction } | { readonly button: number });

/** What a reader or scanner reports to the core; cards and scanned texts are not among it. */
export type ReaderInput = {
  readonly kind: 'reader';
  readonly reader: 'card-reader' | 'scanner';
  readonly event:
    | { readonly kind: 'ready' }
    | { readonly kind: 'lost'; readonly reason: ReaderLoss }
    | { readonly kind: 'card-laid' }
    | { readonly kind: 'card-failed'; readonly failure: CardFailure };
};

/** A card was read and looked up. `person` is null if that was not possible. */
export interface IdentifiedInput {
  readonly kind: 'identified';
  readonly person: Person | null;
  /** A fresh random id, for the turn that may follow. */
  readonly request: RequestId;
}

/** What a pick-up code is worth at this machine. `good` names the product that it is for. */
export type CodeVerdict =
  | { readonly kind: 'good'; readonly product: ProductCode }
  | { readonly kind: 'wrong' | 'expired' }
  | { readonly kind: 'other-machine'; readonly machine: MachineId };

/** A code was typed or scanned and looked up. */
export interface CodeInput {
  readonly kind: 'code';
  readonly how: 'typed' | 'scanned';
  readonly verdict: CodeVerdict;
  readonly request: RequestId;
}
