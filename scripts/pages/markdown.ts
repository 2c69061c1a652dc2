/** A Markdown table. Line breaks and bars in cells are escaped. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const cell = (text: string) => text.replace(/\s*\n\s*/g, ' ').replace(/(?<!\\)\|/g, '\\|');
  const line = (cells: readonly string[]) => `| ${cells.map(cell).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** A generated page: its title, the notice that nobody edits it, and its parts. */
export function page(title: string, ...parts: readonly string[]): string {
  const notice =
    '_Generated from the source by `npm run docs`. Edit the source, not this page._ · _本页由程序生成，请勿手工修改。_';
  return `${[`# ${title}`, notice, ...parts].join('\n\n')}\n`;
}

/** A docstring for a table's cell, ended by a full stop. */
export const sentence = (text: string): string => text.trim().replace(/([\p{L}\p{N}`)%])$/u, '$1.');
