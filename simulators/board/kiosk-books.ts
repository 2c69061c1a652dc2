import { EventsAnswer, StateAnswer } from '../../shared/contracts/kiosk-answers.ts';
import { errorText } from '../../shared/error-text.ts';
import { CommandFailed } from './commands/command.ts';
import type { LedgerLine } from './comparison.ts';

/** A kiosk on this computer answers within this long, or is not there. */
const answerMs = 5_000;

async function asked(url: string): Promise<unknown> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(answerMs) });
    return await response.json();
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    const why = errorText(cause);
    throw new CommandFailed(`no kiosk answers at ${url}: ${why}`, `${url} 没有终端应答：${why}`);
  }
}

const notAKiosk = (url: string): CommandFailed =>
  new CommandFailed(`${url} does not answer as a kiosk does`, `${url} 的应答不是终端的应答`);

/**
 * The lines of a kiosk's ledger up to the last one that its state knows. Throws CommandFailed if it
 * does not answer.
 */
export async function ledgerOf(kiosk: string): Promise<LedgerLine[]> {
  const state = StateAnswer.pick({ last: true, ledger: true }).safeParse(await asked(`${kiosk}/api/state`));
  if (!state.success) throw notAKiosk(`${kiosk}/api/state`);
  const { last, ledger } = state.data;
  const lines: LedgerLine[] = [];
  while (lines.length < last) {
    const url = `${kiosk}/api/events?after=${lines.length}&limit=1000`;
    const page = EventsAnswer.safeParse(await asked(url));
    if (!page.success || page.data.ledger !== ledger || page.data.events.length === 0) throw notAKiosk(url);
    lines.push(...page.data.events);
  }
  return lines.slice(0, last);
}
