/** Reads a text that was kept. Null for anything else. */
export const readText = (json: unknown): string | null => (typeof json === 'string' ? json : null);

/** Reads a list of texts that was kept. Null for anything else. */
export const readTexts = (json: unknown): string[] | null =>
  Array.isArray(json) && json.every((each) => typeof each === 'string') ? json : null;
