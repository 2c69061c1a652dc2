import type { Fact } from '../../shared/contracts/events.ts';
import { configuredAgain, type Facts } from './facts.ts';

/**
 * Repeats a stop in force at the beginning of a new ledger, with the configuration that it is part
 * of. The fleet may have nothing of the earlier ledger, and would otherwise assume that the machine
 * gives out.
 */
export const stopCarriedOn = (facts: Facts): Fact[] => (facts.books.stopped === null ? [] : [configuredAgain(facts)]);
