import type { Ticket } from '../../device/core/input.ts';
import type { Reply } from '../../device/core/reply.ts';
import type { Lane, ProductCode, RequestId } from '../../shared/contracts/ids.ts';
import { DispenseBody } from '../../shared/contracts/kiosk-http.ts';
import { bilingual } from '../../shared/contracts/meaning.ts';
import type { Kiosk } from './kiosk.ts';
import { productName } from './product-name.ts';
import { newRequest } from './random.ts';
import { noteFault } from './scenario.ts';
import { requestTyped } from './spelling.ts';

type Want = { readonly product: ProductCode } | { readonly lane: Lane };

/** How long the screen waits for its answer at most. */
const patienceMs = 90_000;

/**
 * People at a kiosk, one after the other and sometimes two at the same time, each with a request id
 * that is kept.
 */
export class Citizens {
  readonly #kiosk: Kiosk;
  readonly #meanMs: number;

  constructor(kiosk: Kiosk, meanMs: number) {
    this.#kiosk = kiosk;
    this.#meanMs = meanMs;
  }

  /** From now on somebody comes now and then, until the first act ends. */
  come(): void {
    const { time, random } = this.#kiosk.scenario;
    time.after(random.wait(this.#meanMs, 'citizen: next comes'), () => {
      if (this.#kiosk.scenario.calm) return;
      this.#visit();
      this.come();
    });
  }

  #visit(): void {
    const { scenario, plan } = this.#kiosk;
    const { random } = scenario;
    const lane = random.pick(plan, 'citizen: which lane');
    const want: Want = random.chance(0.3, 'citizen: by lane') ? { lane: lane.lane } : { product: lane.product };
    const id = newRequest(random);
    this.#ask(id, want, random.between(0, 4, 'citizen: how often again'));
    if (!scenario.faults.has('hasty-citizens')) return;
    if (random.chance(0.4, 'citizen: presses twice')) {
      noteFault(scenario, 'hasty-citizens');
      scenario.time.after(random.between(0, 3_000, 'citizen: second press'), () => this.#ask(id, want, 0));
    }
    if (random.chance(0.1, 'citizen: two at once')) {
      noteFault(scenario, 'hasty-citizens');
      scenario.time.after(random.between(0, 5_000, 'citizen: the other one'), () =>
        this.#ask(newRequest(random), want, 1),
      );
    }
  }

  #ask(id: RequestId, want: Want, again: number): void {
    const { scenario, computer, name } = this.#kiosk;
    const { random, time, requests } = scenario;
    if (computer.agent === null) {
      this.#later(id, want, again, random.between(1_000, 40_000, 'citizen: nobody answers'));
      return;
    }
    scenario.log.begin(name, () => {
      const request = id.slice(0, 4);
      if ('lane' in want)
        return bilingual(
          `a citizen asks for a box of lane ${want.lane}, request ${request}`,
          `群众领取货道 ${want.lane} 的一盒，请求 ${request}`,
        );
      return bilingual(
        `a citizen asks for a box of ${productName(want.product, 'en')}, request ${request}`,
        `群众领取一盒${productName(want.product, 'zh')}，请求 ${request}`,
      );
    });
    let ticket: Ticket = 0;
    let over = false;
    const answered = (reply: Reply | null): void => {
      over = true;
      this.#answered(id, want, again, reply);
    };
    ticket = requests.ask(name, id, answered);
    const leaves = scenario.faults.has('citizens-leave') && random.chance(0.3, 'citizen: leaves');
    const stayMs = leaves ? random.between(0, 15_000, 'citizen: stays') : patienceMs;
    if (leaves) noteFault(scenario, 'citizens-leave');
    // Uses the schema of the kiosk's own HTTP server.
    computer.handle({ kind: 'dispense', ticket, ...DispenseBody.parse({ request: requestTyped(id, again), ...want }) });
    if (over) return;
    time.after(stayMs, () => {
      if (over) return;
      over = true;
      requests.left(ticket);
      computer.handle({ kind: 'left', ticket });
      if (!leaves)
        scenario.invariants.check(
          computer.agent === null,
          'every caller gets an answer in bounded time',
          name,
          () => `request ${id} waited ${stayMs} ms`,
        );
      this.#later(id, want, again, random.between(1_000, 300_000, 'citizen: comes back'));
    });
  }

  #answered(id: RequestId, want: Want, again: number, reply: Reply | null): void {
    const { random, faults } = this.#kiosk.scenario;
    if (reply === null) this.#later(id, want, again, random.between(500, 60_000, 'citizen: after the death'));
    else if (reply.kind === 'refused')
      this.#later(id, want, again, random.between(1_000, 30_000, 'citizen: after the refusal'));
    else if (faults.has('late-questions') && random.chance(0.3, 'citizen: asks much later')) {
      noteFault(this.#kiosk.scenario, 'late-questions');
      this.#later(id, want, again, random.between(60_000, 3_600_000, 'citizen: much later'));
    }
  }

  #later(id: RequestId, want: Want, again: number, ms: number): void {
    if (again <= 0) return;
    this.#kiosk.scenario.time.after(ms, () => {
      if (!this.#kiosk.scenario.calm) this.#ask(id, want, again - 1);
    });
  }
}
