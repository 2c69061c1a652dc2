import type { Command, CommandResult } from '../../shared/contracts/commands.ts';
import { limits } from '../limits.ts';
import type { CommandRecord } from './records.ts';

type State = CommandRecord['state'];

/** Whether a command has ended: nothing more will come of it. */
export const isOver = (state: State): boolean =>
  state === 'done' || state === 'failed' || state === 'expired' || state === 'unknown';

/** A command with a new state and the evidence for it. The same state seen again changes nothing. */
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

/** What is sent to the kiosk for a command. */
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

/** It went out to a kiosk that is present. */
export const sent = (record: CommandRecord, now: number): CommandRecord =>
  record.state === 'queued' ? step(record, 'sent', now, null, null) : record;

/** The kiosk answered. What is over stays as it ended, but a late word ends the not knowing. */
export function answered(record: CommandRecord, result: CommandResult, now: number): CommandRecord {
  if (isOver(record.state) && record.state !== 'unknown') return record;
  if (result.state === 'accepted' && record.state === 'unknown') return record;
  return step(record, result.state, now, result.code, result.detail);
}

/**
 * Time passed. One that was never sent expires; one that was sent may have run, and after a grace nobody can know. One that was accepted is waited
 * for as long as that.
 */
export function aged(record: CommandRecord, now: number): CommandRecord {
  if (isOver(record.state) || now < record.expires) return record;
  if (record.state === 'queued') return step(record, 'expired', now, 'never-sent', null);
  return now < record.expires + limits.commandGraceMs ? record : step(record, 'unknown', now, 'no-answer', null);
}

/**
 * Whether it is to be sent now: its kiosk is present, it has not ended, and was not sent just before. One that was accepted is sent again too:
 * the kiosk runs none twice, and answers with how it ended where that word was lost.
 */
export function isDue(record: CommandRecord, lastSent: number | null, now: number): boolean {
  if (record.state !== 'queued' && record.state !== 'sent' && record.state !== 'accepted') return false;
  if (now >= record.expires) return false;
  return lastSent === null || now - lastSent >= limits.commandAgainMs;
}
