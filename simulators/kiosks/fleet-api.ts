import type { z } from 'zod';
import { Machine } from '../../shared/contracts/fleet/machine.ts';
import type { NewMachine } from '../../shared/contracts/fleet/registration.ts';
import { MachineSecret } from '../../shared/contracts/fleet/registration.ts';

/** The part of the fleet's machine view that the check needs. */
const FleetCounts = Machine.pick({ issued: true, uncertain: true, ledger: true });
type FleetCounts = z.infer<typeof FleetCounts>;

/** A fleet can't be used; the reason in one line. */
export class FleetRefused extends Error {}

const waitMs = 30_000;

/** The fleet's HTTP API, as a program with a token uses it. */
export class FleetApi {
  readonly #url: string;
  readonly #token: string;

  constructor(url: string, token: string) {
    this.#url = url.replace(/\/+$/, '');
    this.#token = token;
  }

  /**
   * Registers a machine and returns its secret; one that is registered already gets a new secret.
   */
  async register(machine: z.input<typeof NewMachine>): Promise<string> {
    const made = await this.#call('POST', '/machines', machine);
    const answer = made.status === 409 ? await this.#call('POST', `/machines/${machine.machine}/secret`) : made;
    if (answer.status !== 201)
      throw new FleetRefused(`registering ${machine.machine}: ${answer.status} ${answer.text}`);
    return MachineSecret.parse(JSON.parse(answer.text)).secret;
  }

  async counts(machine: string): Promise<FleetCounts> {
    const answer = await this.#call('GET', `/machines/${machine}`);
    if (answer.status !== 200) throw new FleetRefused(`asking for ${machine}: ${answer.status} ${answer.text}`);
    return FleetCounts.parse(JSON.parse(answer.text));
  }

  async #call(method: string, path: string, body?: unknown): Promise<{ status: number; text: string }> {
    const json = body === undefined ? {} : { body: JSON.stringify(body) };
    const type = body === undefined ? {} : { 'content-type': 'application/json' };
    try {
      const response = await fetch(`${this.#url}/api/v1${path}`, {
        method,
        headers: { authorization: `Bearer ${this.#token}`, ...type },
        signal: AbortSignal.timeout(waitMs),
        ...json,
      });
      return { status: response.status, text: await response.text() };
    } catch (error) {
      const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
      throw new FleetRefused(`${this.#url} can't be reached: ${cause}`);
    }
  }
}
