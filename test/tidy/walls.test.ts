import { describe, expect, it } from 'vitest';
import { calledImportsOf, importsOf, projectFiles } from './source.ts';

/**
 * Who may import whom, with a sentence for a violation. The compiler enforces the other walls of
 * the pure rooms (tsconfig.pure.json).
 */
const walls: readonly { readonly room: RegExp; readonly may: RegExp; readonly because: string }[] = [
  {
    room: /^shared\//,
    may: /^(shared\/|zod$|@humanwhocodes\/momoa$)/,
    because: 'shared/ knows nobody, and no package but the schemas and the JSON parser',
  },
  {
    room: /^device\/board\//,
    may: /^(shared\/|device\/board\/)/,
    because: 'a driver is bytes and messages: it knows neither the core nor a package',
  },
  {
    room: /^device\/readers\//,
    may: /^(shared\/|device\/readers\/)/,
    because: 'a reader’s driver is bytes and events: it knows neither the core nor a package',
  },
  {
    room: /^device\/core\//,
    may: /^(shared\/|device\/core\/|device\/(board|readers)\/port\.ts$)/,
    because: 'the core decides without doing, and knows a board or reader only by its port',
  },
  {
    room: /^fleet\/(ledger|registry)\//,
    may: /^(shared\/|fleet\/(ledger|registry)\/|fleet\/(limits|mutex)\.ts$)/,
    because: 'the ledger engine and the registry know no store, no list and no service',
  },
  {
    room: /^fleet\/state\//,
    may: /^(shared\/|fleet\/(ledger|registry|state)\/|fleet\/limits\.ts$)/,
    because: 'the state of a machine is its books, its registration and its connection, evaluated or not',
  },
  {
    room: /^fleet\/evaluate\//,
    may: /^(shared\/|fleet\/(ledger|registry|state|evaluate)\/|fleet\/limits\.ts$)/,
    because: 'a machine is evaluated from its state alone',
  },
  {
    room: /^fleet\/lists\//,
    may: /^(shared\/|fleet\/(ledger|registry|state|evaluate|lists)\/|fleet\/(limits|cursor)\.ts$)/,
    because: 'lists are made from what was evaluated, without a service or a store',
  },
  {
    room: /^device\/(agent\/.*|ports)\.ts$/,
    may: /^(shared\/|device\/(core|agent)\/|device\/(board|readers)\/port\.ts$|device\/ports\.ts$)/,
    because: 'the loop knows the core and the ports, never an adapter',
  },
  {
    room: /^fleet\/ports\//,
    may: /^(shared\/|fleet\/(ledger|registry|lists|ports)\/)/,
    because: 'a port names what goes through it, and nobody behind or before it',
  },
  {
    room: /^fleet\/audit\//,
    may: /^(shared\/|fleet\/(audit|ports)\/|fleet\/(limits|refused|mutex|cursor)\.ts$)/,
    because: 'the audit log knows no subject that it records, and its store by a port',
  },
  {
    room: /^fleet\/service\//,
    may: /^(shared\/|fleet\/(ledger|registry|state|evaluate|lists|service|ports)\/|fleet\/(limits|refused|cursor|keyed-mutex|mutex)\.ts$)/,
    because: 'the service knows the core and the ports, never an adapter',
  },
  {
    room: /^device\//,
    may: /^(?!fleet\/|simulators\/)/,
    because: 'a kiosk knows nothing of the fleet server or of simulators',
  },
  {
    room: /^fleet\//,
    may: /^(?!device\/|simulators\/)/,
    because: 'the fleet server knows nothing of the agent or of simulators',
  },
  {
    room: /^device\/adapters\/(ledger\/|sqlite)/,
    may: /^(?!device\/adapters\/(?!ledger\/))/,
    because: 'the ledger on disk is one edge: it knows no other',
  },
  {
    room: /^device\/adapters\/(http\/|kiosk-http)/,
    may: /^(?!device\/adapters\/(?!http\/))/,
    because: 'HTTP is one edge: it knows the agent, and no disk, line or link',
  },
  {
    room: /^device\/adapters\/(serial|mqtt)/,
    may: /^(?!device\/adapters\/(?!serial|mqtt))/,
    because: 'the serial line and the link to the fleet know no other edge',
  },
  {
    room: /^(device|fleet)\/(?!adapters\/|store\/|start\/|probe\/|main\.ts$|command\.ts$|config\.ts$)/,
    may: /^(?!(device|fleet)\/(adapters|store)\/)/,
    because: 'only main.ts, the start folders, fleet/store/ and the commands put adapters together',
  },
  {
    room: /^(device|fleet)\/(?!start\/|main\.ts$|command\.ts$)/,
    may: /^(?!(device|fleet)\/(start\/|main\.ts$))/,
    because: 'what starts the parts is known by main.ts and its command only',
  },
  {
    room: /^fleet\/store\//,
    may: /^(?!fleet\/adapters\/(http|mqtt|metrics)\/|fleet\/(service|auth|lists|state|evaluate|console)\/)/,
    because: 'the store is composed of the ledger engine and a database, and of nothing else',
  },
  {
    room: /^fleet\/adapters\//,
    may: /^(?!fleet\/store\/)/,
    because: 'an adapter is put together with others; it does not know with which',
  },
  {
    room: /^simulators\/board\/model\//,
    may: /^(simulators\/board\/model\/|shared\/(config\/boards|contracts\/meaning)\.ts$)/,
    because:
      'the board model is an independent reading of the protocol: a shared codec would hide a shared mistake; only the list of kinds and the pair of languages are shared',
  },
  {
    room: /^simulators\/(clock|cabinet)\//,
    may: /^simulators\/(board\/model|clock|cabinet)\//,
    because: 'clock and cabinet serve every simulator, and know no agent, no fleet and no world',
  },
];

const files = projectFiles(/^(cli|shared|device|fleet|simulators)\/.*\.tsx?$/);

/**
 * What an adapter may call in the ledger's room: reading stored lines and how they are counted, and
 * the words for machines that are kept out of the books. It may use the types of everything else.
 */
const calledOfLedger = /^fleet\/ledger\/(stored-line|account|lot-lines|quarantined)\.ts$/;

describe('the walls between rooms', () => {
  it('adapters know only the types of the ledger engine: it is combined with a database in fleet/store/', () => {
    const broken = [...files]
      .filter(([path]) => path.startsWith('fleet/adapters/'))
      .flatMap(([path, text]) => calledImportsOf(path, text).map((target) => ({ path, target })))
      .filter(({ target }) => target.startsWith('fleet/ledger/') && !calledOfLedger.test(target))
      .map(({ path, target }) => `${path} imports ${target}`);
    expect(broken).toEqual([]);
  });

  it.each(walls)('$because ($room)', ({ room, may }) => {
    const broken = [...files]
      .filter(([path]) => room.test(path))
      .flatMap(([path, text]) => importsOf(path, text).map((target) => ({ path, target })))
      .filter(({ target }) => !may.test(target))
      .map(({ path, target }) => `${path} imports ${target}`);
    expect(broken).toEqual([]);
  });

  it('each folder of fleet/adapters/ is one edge: it knows no other but native/, and they meet in main.ts and fleet/store/ only', () => {
    const folderOf = (path: string): string | undefined => path.match(/^fleet\/adapters\/([^/]+)\//)?.[1];
    const broken = [...files]
      .filter(([path]) => folderOf(path) !== undefined)
      .flatMap(([path, text]) => importsOf(path, text).map((target) => ({ path, target })))
      .filter(({ path, target }) => ![undefined, 'native', folderOf(path)].includes(folderOf(target)))
      .map(({ path, target }) => `${path} imports ${target}`);
    expect(broken).toEqual([]);
  });

  it('no file is on a circle of imports', () => {
    const imports = new Map(
      [...files].map(([path, text]) => [path, importsOf(path, text).filter((each) => files.has(each))]),
    );
    const done = new Set<string>();
    const circles: string[] = [];
    const visit = (path: string, trail: readonly string[]): void => {
      if (trail.includes(path)) {
        circles.push([...trail.slice(trail.indexOf(path)), path].join(' → '));
        return;
      }
      if (done.has(path)) return;
      for (const next of imports.get(path) ?? []) visit(next, [...trail, path]);
      done.add(path);
    };
    for (const path of files.keys()) visit(path, []);
    expect(circles).toEqual([]);
  });
});
