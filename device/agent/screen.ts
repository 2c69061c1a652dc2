import type { PostedAction } from '../../shared/screen/action.ts';
import type { ScreenView } from '../../shared/screen/view.ts';
import type { Input } from '../core/input.ts';
import { viewOf } from '../core/screen/view.ts';
import type { AgentParts } from './agent.ts';
import { nowOf } from './commit.ts';
import { noCodes } from './identity.ts';
import type { AgentState } from './state.ts';

/** The screen of the kiosk: its view, counted, and what is done at it. */
export class AgentScreen {
  readonly #parts: AgentParts;
  readonly #state: AgentState;
  readonly #handle: (input: Input) => void;
  #seq = 0;
  #last = '';

  constructor(parts: AgentParts, state: AgentState, handle: (input: Input) => void) {
    this.#parts = parts;
    this.#state = state;
    this.#handle = handle;
  }

  /** What the screen shows now. Its number rises with every view that differs from the last. */
  view(): ScreenView {
    const { facts, runtime } = this.#state;
    const view = viewOf(facts, runtime, this.#parts.machine, nowOf(this.#parts.clock));
    const { endMonoMs } = runtime.screen;
    const key = JSON.stringify({ ...view, at: view.at === null, leaving: endMonoMs });
    if (key !== this.#last) this.#seq += 1;
    this.#last = key;
    return { seq: this.#seq, ...view };
  }

  /** Hands in what somebody did. Returns whether it changed the screen. */
  act(posted: PostedAction): boolean {
    const before = this.#state.runtime.screen;
    const request = this.#parts.newRequestId();
    const { screen } = posted;
    if ('button' in posted) this.#handle({ kind: 'screen', screen, button: posted.button, request });
    else if (posted.action.do === 'code') this.#code(screen, posted.action.code);
    else this.#handle({ kind: 'screen', screen, action: posted.action, request });
    return this.#state.runtime.screen !== before;
  }

  #code(screen: number, typed: string): void {
    if (screen !== this.#state.runtime.screen.number || !this.#state.runtime.screen.front.codes) return;
    const codes = this.#parts.identity?.codes ?? noCodes;
    const verdict = codes.verdict(typed.replaceAll(/\s/g, ''), 'typed');
    this.#handle({ kind: 'code', how: 'typed', verdict, request: this.#parts.newRequestId() });
  }
}
