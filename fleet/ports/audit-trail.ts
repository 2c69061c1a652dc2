import type { AuditAct, AuditActor, AuditFields } from '../../shared/contracts/fleet/audit.ts';

/** What is about to be done, by whom and from where. What is absent is null in the entry. */
export interface AuditedAct {
  readonly actor: AuditActor;
  /** Null for the server itself, and for commands. */
  readonly address: string | null;
  readonly act: AuditAct;
  /** The area that it concerns. */
  readonly region: string;
  readonly machine?: string | null;
  readonly user?: string | null;
  readonly subject?: string | null;
  /** What is there before, and what is asked for. */
  readonly before?: AuditFields | null;
  readonly after?: AuditFields | null;
  readonly why?: string | null;
}

/** What happened or was refused, and can only be noted. */
export interface NotedAct extends AuditedAct {
  readonly outcome: 'done' | 'refused' | 'failed';
}

/** What an act came to: what is there now, and the id of what it made. */
export interface AuditResult {
  readonly after?: AuditFields | null;
  readonly subject?: string | null;
}

/** Records what people, programs and the server do. Nothing changes without an entry. */
export interface AuditTrail {
  /**
   * Records an act, performs it, and records its end with its result, by default what was asked
   * for. If the act cannot be recorded, rejects without performing it.
   */
  perform<T>(
    act: AuditedAct,
    perform: () => Promise<T> | T,
    resultOf?: (value: T) => AuditResult | Promise<AuditResult>,
  ): Promise<T>;
  /** Records something in one entry. Rejects if that fails. */
  note(act: NotedAct): Promise<void>;
  /**
   * Records something that strangers can repeat at will, such as a failed sign-in: the first of a
   * minute at once, and further ones of the same act, actor and user as one entry with their
   * number. Never rejects.
   */
  noteRepeated(act: NotedAct): void;
}
