import type { Command, CommandResult } from '../../shared/contracts/commands.ts';
import { limits } from '../limits.ts';
import type { CommandRecord } from './records.ts';

type State = CommandRecord['state'];

/** Whether a command has ended, so that its state no longer changes. */
export const isOver = (state: State): boolean =>
  state === 'done' || state === 'failed' || state === 'expired' || state === 'unknown';

/**
 * Returns the command with a new state and its evidence. If it has that state already, nothing
 * changes.
 */
function step(
  record: CommandRecord,
  state: State,
  at: number,
  code: string | null,
  detail: string | null,
): CommandRecord {
  if (record.state === state) return record;
  return { ...record, state, steps: [...record.steps, { state, at, code, detail }] };
}

/** The message that is sent to the kiosk for a command. Null if there is none to send. */
export function commandMessage(record: CommandRecord): Command | null {
  const base = { id: record.id, expires: record.expires } as Pick<Command, 'id' | 'expires'>;
  switch (record.kind) {
    case 'report':
    case 'restart':
      return { ...base, kind: record.kind };
    case 'clear':
      return record.lane === null ? null : ({ ...base, kind: 'clear', lane: record.lane } as Command);
    default:
      return null;
  }
}

/** Notes that the command was sent to a kiosk that is present. */
export const sent = (record: CommandRecord, now: number): CommandRecord =>
  record.state === 'queued' ? step(record, 'sent', now, null, null) : record;

/**
 * Applies the kiosk's answer. A command that has ended stays as it ended, except that a late answer
 * replaces `unknown`.
 */
export function answered(record: CommandRecord, result: CommandResult, now: number): CommandRecord {
  if (isOver(record.state) && record.state !== 'unknown') return record;
  if (result.state === 'accepted' && record.state === 'unknown') return record;
  return step(record, result.state, now, result.code, result.detail);
}

/**
 * Applies the passing of time. A command that was never sent expires. A command that was sent may
 * have run, and after a grace period its outcome is unknown. An accepted command is waited for
 * equally long.
 */
export function aged(record: CommandRecord, now: number): CommandRecord {
  if (isOver(record.state) || now < record.expires) return record;
  if (record.state === 'queued') return step(record, 'expired', now, 'never-sent', null);
  return now < record.expires + limits.commandGraceMs ? record : step(record, 'unknown', now, 'no-answer', null);
}

/**
 * Applies that the machine moved: it is not sent any more. What was sent and not answered may have
 * run, so its outcome is unknown, until a late answer.
 */
export function withdrawn(record: CommandRecord, now: number): CommandRecord {
  if (record.state === 'queued') return step(record, 'expired', now, 'moved', null);
  return record.state === 'sent' ? step(record, 'unknown', now, 'moved', null) : record;
}

/**
 * Whether to send the command now: its kiosk is present, it has not ended, and it was not sent just
 * before. An accepted command is sent again too: the kiosk runs it only once, and repeats the
 * result if that message was lost.
 */
export function isDue(record: CommandRecord, lastSent: number | null, now: number): boolean {
  if (record.state !== 'queued' && record.state !== 'sent' && record.state !== 'accepted') return false;
  if (now >= record.expires) return false;
  return lastSent === null || now - lastSent >= limits.commandAgainMs;
}
