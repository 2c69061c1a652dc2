/** The inline code and the code blocks' lines of a Markdown text. */
function codeOf(markdown: string): { readonly inline: string[]; readonly lines: string[] } {
  const lines: string[] = [];
  const prose = markdown.replace(/^```[^\n]*\n([\s\S]*?)^```/gm, (_, block: string) => {
    lines.push(...block.split('\n').map((line) => line.replace(/\s#.*$/, '').trim()));
    return '';
  });
  return { inline: [...prose.matchAll(/`([^`\n]+)`/g)].map(([, text = '']) => text), lines };
}

/** The lines of the code blocks of a Markdown text, without comments. */
export const linesOfBlocks = (markdown: string): readonly string[] => codeOf(markdown).lines;

/**
 * The files that a Markdown text refers to: links from its own folder, and inline code that is a
 * source file or a folder of the project.
 */
export function pathsIn(markdown: string): { readonly links: string[]; readonly named: string[] } {
  const prose = markdown.replace(/^```[\s\S]*?^```/gm, '');
  const links = [...prose.matchAll(/(?:\]\(|src=")([^)"#\s]+)/g)].map(([, to = '']) => to);
  const isSource = /^(?!\/)[\w./-]+\.(tsx?|mjs|cc|css|gyp|py|md|yml|html)$/;
  const isFolder = /^\.?[a-z][\w.-]*\/([\w.-]+\/)*$/;
  const named = codeOf(markdown).inline.filter((text) => isSource.test(text) || isFolder.test(text));
  return { links: links.filter((to) => !/^[a-z]+:/.test(to)), named };
}

/**
 * A command line that a document shows: `npm run <script>` or `yaoju <command>`, with its flags.
 */
export interface ShownCommand {
  readonly program: 'npm' | 'yaoju';
  readonly name: string;
  readonly flags: readonly string[];
}

/** Every command line of the project that a Markdown text shows, inline or in a block. */
export function commandsIn(markdown: string): ShownCommand[] {
  const { inline, lines } = codeOf(markdown);
  return [...inline, ...lines].flatMap((text) => {
    const found = /(?:^|\s|\/)(?:npm (?:run )?|yaoju(?:\.js)? )([a-z][\w-]*)(.*)$/.exec(text);
    if (!found || !/(^|\s|\/)(npm|yaoju(\.js)?) [a-z]/.test(text)) return [];
    const program = /npm /.test(text) ? ('npm' as const) : ('yaoju' as const);
    return [
      { program, name: found[1] ?? '', flags: [...(found[2] ?? '').matchAll(/--[a-z][\w-]*/g)].map(([flag]) => flag) },
    ];
  });
}
