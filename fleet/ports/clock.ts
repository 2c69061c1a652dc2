/**
 * The time, in ms since 1970. It comes from outside, so that a simulation can set it. One clock
 * drives one process: the service relies on being the only one that evaluates machines and sends
 * commands.
 */
export interface Clock {
  now(): number;
  /**
   * Lets other work run and waits `ms`, between two slices of long work. Absent in a simulation, in
   * which work takes no time.
   */
  rest?(ms: number): Promise<void>;
}
