import type { Machine, Uncounted } from '../../../../shared/contracts/fleet-http.ts';

/** What every part of a machine's page is given. */
export interface PartProps {
  machine: Machine;
}

/** Lines that are not counted, and what somebody is about to decide about them. */
export interface Deciding {
  readonly lines: Uncounted;
  readonly verdict: 'accept' | 'reject';
}
