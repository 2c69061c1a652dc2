/** A promise that was broken, and the place. */
export interface Violation {
  /** The rule's short name. */
  readonly rule: string;
  readonly who: string;
  readonly what: string;
  readonly atMs: number;
}

/** Keeps the first promise that was broken: what comes after it is its consequence. */
export class Invariants {
  readonly #nowMs: () => number;
  #broken: Violation | null = null;
  #checks = 0;

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  get broken(): Violation | null {
    return this.#broken;
  }

  /** How many checks were made. */
  get checks(): number {
    return this.#checks;
  }

  /** `what` is a function so that a check that holds builds no text. */
  check(holds: boolean, rule: string, who: string, what: () => string): void {
    this.#checks += 1;
    if (!holds) this.fail(rule, who, what());
  }

  fail(rule: string, who: string, what: string): void {
    this.#broken ??= { rule, who, what, atMs: this.#nowMs() };
  }
}
