import type { Label } from '../../../../shared/codes/signed-label.ts';
import type { Lane, ProductCode } from '../../../../shared/contracts/ids.ts';
import type { Bilingual } from '../../../../shared/contracts/meaning.ts';
import type { StaffId, StaffRole } from '../../../../shared/contracts/staff.ts';
import type { StaffProblem, StaffView } from '../../../../shared/screen/staff.ts';
import type { Load, Removal } from '../../entry/parts.ts';

/** Somebody of the fleet's list of staff; their PIN is not known to the core. */
export interface StaffPerson {
  readonly id: StaffId;
  readonly name: string;
  readonly role: StaffRole;
}

/** What became of a PIN. `person` is null for the shared one. */
export type PinVerdict =
  | { readonly kind: 'right'; readonly person: StaffPerson | null }
  | { readonly kind: 'wrong' }
  | { readonly kind: 'wait'; readonly waitMs: number };

/** A PIN was compared, for the sign-in that was shown as this screen number. */
export interface SignInInput {
  readonly kind: 'signed-in';
  readonly screen: number;
  readonly verdict: PinVerdict;
}

/** Why this machine does not accept a text that looks like a label. */
export type LabelFault = 'label-wrong' | 'label-altered' | 'label-other-machine';

/** Staff scanned something: `label` is set if it is one of the fleet's, with a good signature. */
export interface StaffScanInput {
  readonly kind: 'staff-scan';
  readonly text: string;
  readonly label: Label | LabelFault | null;
}

/** What the computer says about itself, for technicians. */
export interface HostNow {
  readonly disk: { readonly freeBytes: number; readonly totalBytes: number } | null;
  /** The program's own version, and that of the system below it. */
  readonly version: string;
  /** When the page was last heard, ms ago; null if it was not. */
  readonly pageHeardMs: number | null;
  /** The last warnings and errors of the log, newest first. */
  readonly errors: readonly { readonly at: number; readonly text: Bilingual }[];
  /** The stick for support bundles; null if no folder is configured. */
  readonly stick: 'absent' | 'ready' | 'written' | 'failed' | null;
}

/** A technician looks at the computer's own state. */
export interface HostInput {
  readonly kind: 'host';
  readonly host: HostNow;
}

/** What was done to one lane in a round that is not entered yet. */
export interface LaneWork {
  readonly lane: Lane;
  readonly product: ProductCode;
  /** The boxes by the books when the work at the lane began. If any moves, it begins again. */
  readonly was: number;
  readonly counted: number | null;
  readonly reason: string | null;
  /** How many of the lots that are to be taken out were asked about. */
  readonly asked: number;
  readonly removals: readonly Removal[];
  readonly loads: readonly Load[];
  readonly isFinished: boolean;
}

/** A round at all lanes (`round`), or boxes taken out to be returned; not entered yet. */
export interface Round {
  /** Whose it is: the person's id, null for the shared PIN. Nobody else goes on with it. */
  readonly owner: StaffId | null;
  readonly part: 'round' | 'return';
  readonly works: ReadonlyMap<Lane, LaneWork>;
}

type Step<K extends StaffView['step']> = Extract<StaffView, { step: K }>;

/** A load that is being entered. */
export interface Loading {
  readonly at: 'load';
  readonly lane: Lane;
  readonly ask: Step<'load'>['ask'];
  readonly lot: string | null;
  readonly expires: string | null;
  readonly maker: string | null;
  readonly bag: string | null;
  readonly suggested: number;
  /** Lots of a label to choose from. */
  readonly lots: Label['lines'];
  readonly problem: StaffProblem | null;
}

/** A step of staff mode. */
export type StaffStep =
  | { readonly at: 'sign-in'; readonly wrong: boolean; readonly waitUntilMonoMs: number }
  | { readonly at: 'home' }
  | {
      readonly at: 'lanes';
      readonly part: Step<'lanes'>['part'];
      readonly page: number;
      readonly problem: StaffProblem | null;
    }
  | { readonly at: 'count'; readonly lane: Lane }
  | { readonly at: 'difference'; readonly lane: Lane }
  | { readonly at: 'remove'; readonly lane: Lane }
  | Loading
  | { readonly at: 'review'; readonly page: number; readonly problem: StaffProblem | null }
  | ({ readonly at: 'entered' } & Pick<Step<'entered'>, 'lanes' | 'added' | 'removed' | 'warned'>)
  | ({ readonly at: 'task' } & Pick<Step<'task'>, 'part' | 'lane' | 'state' | 'fell' | 'problem'>)
  | { readonly at: 'leave' }
  | { readonly at: 'technician'; readonly page: number };

/** Staff at the screen. `signedIn` is null before; its `person` is null for the shared PIN. */
export interface StaffNow {
  readonly signedIn: { readonly person: StaffPerson | null } | null;
  readonly step: StaffStep;
}

/** What staff mode keeps while nobody is in it. */
export interface StaffKept {
  /** Who may sign in, as the fleet configured it. */
  readonly people: readonly StaffPerson[];
  /** A round that its owner has not entered yet. */
  readonly round: Round | null;
  /** What a technician saw last. */
  readonly host: HostNow | null;
}

/** Staff mode at a start. */
export const newStaffKept: StaffKept = { people: [], round: null, host: null };

/** A motor that staff turn once, to see whether it gives a box. */
export interface TestTurn {
  readonly lane: Lane;
  readonly by: string;
  readonly person: StaffId | undefined;
  /** `looking`: the board is read first. Then the transaction is known, and recorded. */
  readonly txn: number | null;
  readonly sinceMonoMs: number;
}
