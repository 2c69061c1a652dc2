/** The computer's clock: right, wrong by an offset, or running too fast. */
export class WallClock {
  offsetMs = 0;
  /** The ms added for each ms that passes. */
  drift = 0;

  /** The time that it shows `passedMs` after the true time `beganMs`, in ms since 1970. */
  at(beganMs: number, passedMs: number): number {
    return Math.max(0, Math.round(beganMs + passedMs * (1 + this.drift) + this.offsetMs));
  }
}
