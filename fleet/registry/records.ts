import type { AreaFigures } from '../../shared/contracts/fleet/area.ts';
import type { DayChange } from '../../shared/contracts/fleet/day-change.ts';
import type { MachineKey } from '../../shared/contracts/fleet/enrolment.ts';
import type { CommandView, Suspension } from '../../shared/contracts/fleet/history.ts';
import type { Machine, MachineRow } from '../../shared/contracts/fleet/machine.ts';
import type { Quarantine } from '../../shared/contracts/fleet/quarantine.ts';
import type { RestockVisit } from '../../shared/contracts/fleet/restock.ts';
import type { Position } from '../../shared/contracts/fleet/screen.ts';
import type { SiteContact } from '../../shared/contracts/fleet/site-contact.ts';
import type { StopAsked } from '../../shared/contracts/fleet/stop.ts';
import type { TokenScope } from '../../shared/contracts/fleet/token.ts';
import type { Account } from '../../shared/contracts/fleet/user.ts';
import type { Head, LedgerId, MachineId } from '../../shared/contracts/ids.ts';
import type { ShownConfig } from '../../shared/contracts/plan.ts';
import type { StaffMember } from '../../shared/contracts/staff.ts';
import type { LocalDay } from '../../shared/rules/calendar.ts';
import type { ImpersonationSign, RefusedMessage } from '../../shared/rules/finding.ts';
import type { Flag } from '../../shared/rules/flag.ts';
import type { LotRecall } from '../../shared/rules/lot.ts';
import type { OwnHoldings } from './own-holdings.ts';

/**
 * A place where a machine was. Days are local days as text; `until` is null for the present place.
 */
export interface Place {
  readonly region: string;
  readonly site: string;
  readonly name: string;
  readonly from: string;
  readonly until: string | null;
}

/** A registered machine as people entered it. */
export interface MachineRecord {
  readonly machine: MachineId;
  readonly name: string;
  readonly region: string;
  readonly site: string;
  readonly address: string | null;
  readonly inServiceFrom: string;
  readonly inServiceUntil: string | null;
  readonly registered: number;
  /**
   * SHA-256 of its secret in hex. The secret itself is long, random and stored nowhere. Null once
   * retired.
   */
  readonly secretHash: string | null;
  /** Its keys and its enrolment; absent if none was ever begun. */
  readonly credentials?: CredentialsRecord;
  readonly places: readonly Place[];
  /** Whom to call at its present site; absent or null if nobody entered that. */
  readonly contact?: SiteContact | null;
  /** Its coordinates; absent or null if nobody entered them. */
  readonly position?: Position | null;
  /** Days that were over when somebody changed its first day; absent if there were none. */
  readonly dayChanges?: readonly DayChange[];
  /** Since when, by whom and why its books stand aside; absent if they do not. */
  readonly quarantine?: Quarantine;
}

/** With what a machine's kiosk may connect, in addition to its secret. */
export interface CredentialsRecord {
  /** Whether the secret is refused, because a kiosk has connected with a key since it was made. */
  readonly secretEnded: boolean;
  /** The code that was given out last; null if it was withdrawn. */
  readonly code: EnrolmentCodeRecord | null;
  /** The newest last. */
  readonly keys: readonly MachineKeyRecord[];
}

/** An enrolment code: the text from which it is derived, and the key that was enrolled with it. */
export interface EnrolmentCodeRecord {
  readonly nonce: string;
  readonly issued: number;
  readonly expires: number;
  readonly by: string;
  /** The fingerprint of the key that used it; null while none has. */
  readonly usedBy: string | null;
}

/**
 * A key of a machine, with the public key itself (SPKI, DER, base64), and the fingerprint of the
 * authority that certified it; absent if an earlier version did.
 */
export interface MachineKeyRecord extends MachineKey {
  readonly key: string;
  readonly authority?: string;
}

/** A suspension as stored, with its machine. */
export interface SuspensionRecord extends Suspension {
  readonly machine: MachineId;
}

/**
 * A desired configuration, who asked for it and when. `stop` is the stop as asked for, absent or
 * null if there is none. `own` is what was entered for the machine itself, and `areaRecalls` what
 * its area added. Both are absent if nothing was added; then everything is the machine's own.
 * `staff` is kept apart from `config`, so that no page or list that shows a configuration has PINs.
 */
export interface ConfigRecord {
  readonly machine: MachineId;
  readonly config: ShownConfig;
  readonly staff?: readonly StaffMember[];
  readonly own?: OwnHoldings;
  readonly areaRecalls?: readonly LotRecall[];
  readonly at: number;
  readonly by: string;
  readonly stop?: StopAsked | null;
}

/** A command with its whole history. */
export interface CommandRecord extends CommandView {
  readonly machine: MachineId;
}

/** What a kiosk last reported about itself, as JSON text. */
export interface ReportedRecord {
  readonly machine: MachineId;
  readonly at: number;
  readonly received: number;
  readonly state: string;
}

/**
 * Something noticed about a machine that is not in its books. It is stored so that its flag
 * survives a restart.
 */
export type NoticeRecord = {
  readonly machine: MachineId;
  readonly ledger: LedgerId | null;
  readonly through: number;
  readonly head: Head | null;
  readonly at: number;
} & NoticeSubject;

/**
 * What was noticed. `ledger-settled`: a person said what became of the boxes of a lost ledger;
 * `through` is its last line. `why` is the first reason of several.
 */
export type NoticeSubject =
  | { readonly kind: 'fork' | 'identity-twice' | 'over-quota' | 'ledger-settled' }
  | { readonly kind: 'refused-messages'; readonly why: RefusedMessage }
  | { readonly kind: 'impersonation'; readonly why: ImpersonationSign };

/** A flag under its own id. The rules identify it by machine and cause. */
export interface FlagRecord {
  readonly id: string;
  readonly flag: Flag;
}

/** Who makes a request: a signed-in user or a program, with role and area. */
export interface Principal {
  readonly user: string;
  readonly role: Account['role'];
  readonly area: string;
  /**
   * The browser's session; absent for programs. `mustChange`: another password has to be set first.
   */
  readonly session?: { readonly id: string; readonly mustChange: boolean };
  /** The token of a program; absent for people. Its scope is null if it may do everything. */
  readonly token?: { readonly name: string; readonly scope: readonly TokenScope[] | null };
}

/** When a machine was last heard, and its link, as far as known. */
export interface HeardRecord {
  readonly machine: MachineId;
  readonly heard: number | null;
  readonly run: number;
}

/** A machine's share of a year in one county where it was. A year's figures are sums of these. */
export interface YearPart {
  readonly region: string;
  /**
   * Days in service there up to the last day that counts, and in the whole year as far as known.
   */
  readonly days: number;
  readonly ofYear: number;
  /**
   * Boxes confirmed there up to the last day that counts, including days out of service; and boxes
   * that became uncertain in the year and still are.
   */
  readonly boxes: number;
  readonly uncertain: number;
}

/**
 * What lists and pages show of a machine, computed when it is evaluated. It is stored so that one
 * query can return a list.
 */
export interface MachineViewRecord {
  readonly row: Omit<MachineRow, 'stop'>;
  /** The day and year that `issued.today` and `issued.year` refer to. */
  readonly today: LocalDay;
  readonly year: number;
  /** The rank of the worst open flag over all kinds; smaller is worse. Null if no flag is open. */
  readonly worstRank: number | null;
  readonly address: string | null;
  readonly products: readonly string[];
  /**
   * The machine's figures of the year up to yesterday, by county, and in total as the rules'
   * `AreaSum`.
   */
  readonly parts: readonly YearPart[];
  readonly sum: { readonly judged: number; readonly atPace: number; readonly boxes: number; readonly days: number };
  /** Whether it is in service but gives nothing out, see `givesNothing`. */
  readonly empty: boolean;
  readonly toRestock: boolean;
  readonly detail: Pick<Machine, 'health' | 'lanes' | 'products' | 'pace' | 'ledger'>;
  readonly visit: RestockVisit;
}

/** How months are summed. */
export type MonthsBy = 'county' | 'product' | 'machine';

/** A month's boxes in the place where they were issued. */
export interface MonthIssue {
  /** County code, product code or machine id. */
  readonly key: string;
  readonly month: string;
  readonly issued: number;
  readonly uncertain: number;
}

/** A county's sums, from which `AreaFigures` are added up, except for the year's verdict. */
export type CountyFigures = Omit<
  AreaFigures,
  'name' | 'level' | 'average' | 'shareAtPace' | 'machineYears' | 'judged' | 'atPace' | 'reached'
>;

/**
 * Boxes of a county in the place where they were issued: in a year, in total, and those now
 * uncertain that became so there.
 */
export interface CountyBoxes {
  readonly year: number;
  readonly total: number;
  readonly uncertain: number;
}
