import type { Machine, Uncounted } from '../../../../shared/contracts/fleet-http.ts';

/** The props of every part of a machine's page. */
export interface PartProps {
  machine: Machine;
}

/** Uncounted lines, and what a person is about to decide about them. */
export interface Deciding {
  readonly lines: Uncounted;
  readonly verdict: 'accept' | 'reject';
}
