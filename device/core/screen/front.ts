/** What this cabinet's front has, from kiosk.json. */
export interface Front {
  /** Whether a box is given to identified persons only. */
  readonly identifies: boolean;
  /** Each is fitted or not. Typed codes need nothing but the screen. */
  readonly cardReader: boolean;
  readonly scanner: boolean;
  readonly codes: boolean;
  /** Whether constructed cards are accepted: for machines that are not in use. */
  readonly testCards: boolean;
  /** Whether staff who count are shown the books first; by default they count without. */
  readonly showsBook: boolean;
  /** Hardware buttons next to the screen. */
  readonly buttons: 0 | 4;
  /** How many products fit on one page of the screen, in usual type. */
  readonly offersPerPage: number;
}

/** A front without any reader, as of a kiosk that asks nobody for identification. */
export const plainFront: Front = {
  identifies: false,
  cardReader: false,
  scanner: false,
  codes: false,
  testCards: false,
  showsBook: false,
  buttons: 0,
  offersPerPage: 6,
};
