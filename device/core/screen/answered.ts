import type { ScreenMessage } from '../../../shared/screen/message.ts';
import type { Decision } from '../decision.ts';
import type { Facts } from '../facts.ts';
import type { Now } from '../input.ts';
import type { Answer, Refusal, Reply } from '../reply.ts';
import type { RuntimeState } from '../runtime-state.ts';
import { settingsOf } from './offers.ts';
import { type ScreenNow, shown } from './state.ts';
import { screenTicket } from './ticket.ts';

/**
 * Takes the reply to this machine's own session out of a decision's acts: the screen shows it. As
 * with every other reply, nobody sees it before the record is durable.
 */
export function answeredOnScreen(facts: Facts, decision: Decision, now: Now): Decision {
  const reply = decision.act.find((act) => act.kind === 'reply' && act.ticket === screenTicket);
  if (reply?.kind !== 'reply') return decision;
  const act = decision.act.filter((each) => each !== reply);
  return { ...decision, act, runtime: answered(facts, decision.runtime, reply.reply, now) };
}

function answered(facts: Facts, runtime: RuntimeState, reply: Reply, now: Now): RuntimeState {
  const { screen } = runtime;
  const { step } = screen;
  if (step.at !== 'dispensing' || reply.kind === 'done') return runtime;
  if (reply.kind === 'answer') return { ...runtime, screen: ofAnswer(facts, screen, reply.answer, now) };
  const turn = facts.books.turning;
  if (turn?.request === step.request) return { ...runtime, screen: uncertain(facts, screen, turn.txn, now) };
  return { ...runtime, screen: ofRefusal(screen, reply.refusal, now) };
}

function ofAnswer(facts: Facts, screen: ScreenNow, { outcome, reason, txn }: Answer, now: Now): ScreenNow {
  if (screen.step.at !== 'dispensing') return screen;
  const { product } = screen.step;
  switch (outcome) {
    case 'issued': {
      const turn = facts.books.turning?.txn === txn ? facts.books.turning : null;
      const step = { at: 'take', product, lot: turn?.lot ?? null, expires: turn?.expires ?? null } as const;
      return { ...shown(screen, step, now, 'dropped'), identified: null };
    }
    case 'uncertain':
      return uncertain(facts, screen, txn, now);
    case 'not-issued':
      return failed(screen, { key: notIssuedKeys[reason ?? ''] ?? 'not-issued' }, now);
  }
}

const notIssuedKeys: Readonly<Record<string, 'jammed' | 'machine-busy' | 'door-open'>> = {
  jam: 'jammed',
  busy: 'machine-busy',
  'not-started': 'machine-busy',
  door: 'door-open',
};

/** Nothing was given and nothing counted: the same person may choose again. */
const failed = (screen: ScreenNow, message: ScreenMessage, now: Now): ScreenNow =>
  shown(screen, { at: 'ended', how: 'failed', message, mayChooseAgain: true }, now, 'error');

/** The person calls with the transaction's number: it names the turn in the ledger, and nobody. */
function uncertain(facts: Facts, screen: ScreenNow, txn: number, now: Now): ScreenNow {
  const { phone } = settingsOf(facts, screen);
  const message = { key: 'uncertain', incident: String(txn), phone } as const;
  const ended = shown(screen, { at: 'ended', how: 'uncertain', message, mayChooseAgain: false }, now, 'error');
  return { ...ended, identified: null };
}

function ofRefusal(screen: ScreenNow, refusal: Refusal, now: Now): ScreenNow {
  switch (refusal) {
    case 'out-of-stock':
    case 'lane-locked':
    case 'lane-fault':
    case 'unknown-product':
    case 'unknown-lane': {
      const message = { key: 'product-gone' } as const;
      return { ...shown(screen, { at: 'choose', message }, now, 'error'), product: null };
    }
    case 'busy':
      return failed(screen, { key: 'machine-busy' }, now);
    default: {
      const message = { key: refusalKeys[refusal] ?? 'fault' } as const;
      const ended = shown(screen, { at: 'ended', how: 'failed', message, mayChooseAgain: false }, now, 'error');
      return { ...ended, identified: null };
    }
  }
}

const refusalKeys: Readonly<Partial<Record<Refusal, 'door-open' | 'stopped' | 'starting' | 'cannot-record'>>> = {
  'door-open': 'door-open',
  stopped: 'stopped',
  starting: 'starting',
  'cannot-write': 'cannot-record',
};
