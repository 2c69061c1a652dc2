/** A message as it is read: what happened, what to do, and values to read out or to write down. */
export interface MessageText {
  readonly title: string;
  readonly hint: string | null;
  readonly facts: readonly (readonly [name: string, value: string])[];
}
