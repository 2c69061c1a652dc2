import { parseSync } from 'vite';

/** A node of the syntax tree, as far as the tidy tests look at it. */
interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [key: string]: unknown;
}

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as Node).type === 'string';

const childrenOf = (node: Node): Node[] => Object.values(node).flat().filter(isNode);

const nameOf = (node: unknown): string | null => (isNode(node) && typeof node.name === 'string' ? node.name : null);

const trees = new Map<string, { readonly text: string; readonly tree: ReturnType<typeof parseSync> }>();

/** The syntax tree of a file, read once for all tests of one run. */
function treeOf(path: string, text: string): ReturnType<typeof parseSync> {
  const kept = trees.get(path);
  if (kept?.text === text) return kept.tree;
  const tree = parseSync(path, text);
  trees.set(path, { text, tree });
  return tree;
}

/** Number of lines of a text, without the empty one after the last line feed. */
export const linesOf = (text: string): number => text.split('\n').length - (text.endsWith('\n') ? 1 : 0);

/** A function of a source file: the name to which it is assigned, and its length in lines. */
export interface FunctionSize {
  readonly name: string;
  readonly lines: number;
}

const isFunction = (node: Node): boolean =>
  /^(FunctionDeclaration|FunctionExpression|ArrowFunctionExpression)$/.test(node.type);

/** `describe(…)` and `describe.each(…)(…)`: their callbacks only group tests. */
const isGroup = (node: Node): boolean => {
  const callee = node.type === 'CallExpression' && isNode(node.callee) ? node.callee : null;
  if (callee === null) return false;
  return (
    nameOf(callee) === 'describe' ||
    isGroup(callee) ||
    (callee.type === 'MemberExpression' && nameOf(callee.object) === 'describe')
  );
};

/** Every function of a source file, outer ones first. Callbacks of `describe` are left out. */
export function functionsOf(path: string, text: string): FunctionSize[] {
  const found: FunctionSize[] = [];
  const visit = (node: Node, around: string, grouped: boolean): void => {
    const given =
      nameOf(node.id) ??
      (['MethodDefinition', 'Property', 'PropertyDefinition'].includes(node.type) ? nameOf(node.key) : null);
    const name = given ?? around;
    if (isFunction(node) && !grouped) found.push({ name, lines: linesOf(text.slice(node.start, node.end)) });
    const group = isGroup(node);
    for (const child of childrenOf(node)) visit(child, name, group && isFunction(child));
  };
  visit(treeOf(path, text).program as unknown as Node, '(file)', false);
  return found;
}

/**
 * Every identifier of a source file, each once. Texts, keys in quotes and comments are left out.
 */
export function identifiersOf(path: string, text: string): ReadonlySet<string> {
  const found = new Set<string>();
  const visit = (node: Node): void => {
    const name = node.type.endsWith('Identifier') ? nameOf(node) : null;
    if (name !== null) found.add(name);
    for (const child of childrenOf(node)) visit(child);
  };
  visit(treeOf(path, text).program as unknown as Node);
  return found;
}

/**
 * A line of a comment: its number from 1, its text without the comment signs, and the length of the
 * whole line; 0 if code is in front of it.
 */
export interface CommentLine {
  readonly line: number;
  readonly text: string;
  readonly width: number;
}

/** Every line of the comments of a source file. */
export function commentLinesOf(path: string, text: string): CommentLine[] {
  const lines = text.split('\n');
  return treeOf(path, text).comments.flatMap(({ start, end }) => {
    const first = text.slice(0, start).split('\n').length;
    return text
      .slice(start, end)
      .split('\n')
      .map((each, index) => ({
        line: first + index,
        text: each.replace(/^\s*(\/\*\*?|\*(?!\/)|\/\/) ?/, '').replace(/ ?\*\/$/, ''),
        width: /^\s*(\/[/*]|\*)/.test(lines[first + index - 1] ?? '') ? (lines[first + index - 1]?.length ?? 0) : 0,
      }));
  });
}

/**
 * What a source file exports under a name. If a name is a value and a type at once, it counts as a
 * value.
 */
export interface Exported {
  readonly name: string;
  readonly what: 'function' | 'class' | 'type' | 'constant';
  readonly documented: boolean;
}

/** The declarations that a source file exports by name. */
export function exportsOf(path: string, text: string): Exported[] {
  const { program, comments } = treeOf(path, text);
  const ends = comments.filter(({ type, value }) => type === 'Block' && value.startsWith('*')).map(({ end }) => end);
  const documented = new Set(ends.map((end) => end + (/^\s*/.exec(text.slice(end))?.[0].length ?? 0)));
  const found = new Map<string, Exported>();
  const add = (node: Node, name: string | null, what: Exported['what']): void => {
    if (name === null) return;
    const before = found.get(name);
    const isDocumented = documented.has(node.start) || before?.documented === true;
    found.set(name, { name, what: before && what === 'type' ? before.what : what, documented: isDocumented });
  };
  for (const node of childrenOf(program as unknown as Node)) {
    const declared = node.type === 'ExportNamedDeclaration' && isNode(node.declaration) ? node.declaration : null;
    if (declared === null) continue;
    if (declared.type === 'FunctionDeclaration') add(node, nameOf(declared.id), 'function');
    else if (declared.type === 'ClassDeclaration') add(node, nameOf(declared.id), 'class');
    else if (/^TS(Interface|TypeAlias)Declaration$/.test(declared.type)) add(node, nameOf(declared.id), 'type');
    else
      for (const { id, init } of childrenOf(declared))
        add(node, nameOf(id), isNode(init) && isFunction(init) ? 'function' : 'constant');
  }
  return [...found.values()];
}

/**
 * What a source file imports from others: the specifier as written, and the names; `*` for
 * everything.
 */
export interface Taken {
  readonly from: string;
  readonly names: readonly string[];
}

/** Every import and re-export of a source file, including dynamic ones with a plain text. */
export function takenBy(path: string, text: string): Taken[] {
  const { module } = treeOf(path, text);
  const still = module.staticImports.map(({ moduleRequest, entries }) => ({
    from: moduleRequest.value,
    names: entries.map(({ importName }) =>
      importName.kind === 'Name' ? (importName.name ?? '*') : importName.kind === 'Default' ? 'default' : '*',
    ),
  }));
  const passed = module.staticExports.flatMap(({ entries }) =>
    entries.flatMap(({ moduleRequest, importName }) =>
      moduleRequest
        ? [{ from: moduleRequest.value, names: [importName.kind === 'Name' ? (importName.name ?? '*') : '*'] }]
        : [],
    ),
  );
  const later = module.dynamicImports.map(({ moduleRequest: { start, end } }) => ({
    from: text.slice(start + 1, end - 1),
    names: ['*'],
  }));
  return [...still, ...passed, ...later];
}
