/** A line as JSON, or as text where it is none. */
export function lineOrText(text: string): { line: Record<string, unknown> | null; text?: string } {
  try {
    const json: unknown = JSON.parse(text);
    if (typeof json === 'object' && json !== null && !Array.isArray(json))
      return { line: json as Record<string, unknown> };
  } catch {
    // No JSON: shown as it came.
  }
  return { line: null, text };
}
