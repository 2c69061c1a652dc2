import type { PostedAction } from '../../shared/screen/action.ts';
import type { StaffAction } from '../../shared/screen/staff.ts';
import type { ScreenView } from '../../shared/screen/view.ts';
import type { Input } from '../core/input.ts';
import { partsOf } from '../core/screen/staff/acted.ts';
import { staffNow } from '../core/screen/staff/mode.ts';
import { viewOf } from '../core/screen/view.ts';
import type { AgentParts } from './agent.ts';
import { nowOf } from './commit.ts';
import { noCodes } from './identity.ts';
import { type StaffParts, staffScan } from './staff.ts';
import type { AgentState } from './state.ts';

/** The screen of the kiosk: its view, counted, and what is done at it. */
export class AgentScreen {
  readonly #parts: AgentParts;
  readonly #state: AgentState;
  readonly #handle: (input: Input) => void;
  readonly #bundle: () => string;
  #seq = 0;
  #last = '';

  constructor(parts: AgentParts, state: AgentState, handle: (input: Input) => void, bundle: () => string) {
    this.#parts = parts;
    this.#state = state;
    this.#handle = handle;
    this.#bundle = bundle;
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
    if ('action' in posted && posted.action.do === 'staff-mode' && !this.#parts.staff) return false;
    if ('button' in posted) this.#handle({ kind: 'screen', screen, button: posted.button, request });
    else if (posted.action.do === 'code') this.#code(screen, posted.action.code);
    else if (posted.action.do === 'staff') this.#staff(screen, posted.action.staff);
    else this.#handle({ kind: 'screen', screen, action: posted.action, request });
    return this.#state.runtime.screen !== before;
  }

  /** PINs and labels are checked here; whatever else staff do is the core's. */
  #staff(screen: number, action: StaffAction): void {
    const { staff, machine } = this.#parts;
    const { runtime, facts } = this.#state;
    if (screen !== runtime.screen.number || staff === undefined) return;
    switch (action.do) {
      case 'sign-in':
        return staff.check(action.person, action.pin, (verdict) =>
          this.#handle({ kind: 'signed-in', screen, verdict }),
        );
      case 'scan':
        return this.#handle(staffScan(action.text, { isSigned: staff.isSigned, machine, keys: facts.labelKeys }));
      case 'bundle':
        if (this.isTechnicianThere) this.#writeBundle(staff);
        return;
      default:
        if (action.do === 'open' && action.part === 'technician') this.#handle({ kind: 'host', host: staff.host() });
        return this.#handle({
          kind: 'screen',
          screen,
          action: { do: 'staff', staff: action },
          request: this.#parts.newRequestId(),
        });
    }
  }

  #writeBundle(staff: StaffParts): void {
    const stick = staff.writeBundle(this.#bundle()) ? 'written' : 'failed';
    this.#handle({ kind: 'host', host: { ...staff.host(), stick } });
  }

  /** Whether somebody who may see the support bundle is signed in. */
  get isTechnicianThere(): boolean {
    const staff = staffNow(this.#state.runtime);
    return staff !== null && staff.signedIn !== null && partsOf(staff).includes('technician');
  }

  #code(screen: number, typed: string): void {
    if (screen !== this.#state.runtime.screen.number || !this.#state.runtime.screen.front.codes) return;
    const codes = this.#parts.identity?.codes ?? noCodes;
    const verdict = codes.verdict(typed.replaceAll(/\s/g, ''), 'typed');
    this.#handle({ kind: 'code', how: 'typed', verdict, request: this.#parts.newRequestId() });
  }
}
