import { bilingual } from '../../shared/contracts/meaning.ts';
import { noteFault, type Scenario } from './scenario.ts';

/**
 * Decides at which of its points a kiosk's process dies: by chance, or at the one that a test
 * chose.
 */
export class KioskCrash {
  readonly #scenario: Scenario;
  readonly #name: string;
  /** How many points were passed at which the process could die. */
  points = 0;
  /** The number of the point at which it dies; null if none is chosen. */
  atPoint: number | null = null;

  constructor(scenario: Scenario, name: string) {
    this.#scenario = scenario;
    this.#name = name;
  }

  /** The process passes a point. Returns whether it dies there. */
  diesAt(point: string): boolean {
    const scenario = this.#scenario;
    this.points += 1;
    if (this.points === this.atPoint) {
      scenario.log.begin(this.#name, () => bilingual(`dies ${point}`, `进程在这一步中止：${point}`));
      return true;
    }
    if (scenario.calm || !scenario.faults.has('killed-at-work')) return false;
    if (!scenario.random.chance(0.002, 'kiosk: killed at work')) return false;
    noteFault(scenario, 'killed-at-work');
    return true;
  }
}
