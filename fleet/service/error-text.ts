/** An error's message for the log. */
export const errorText = (error: unknown): string => (error instanceof Error ? error.message : String(error));
