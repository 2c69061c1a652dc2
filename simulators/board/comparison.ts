import { readLine } from '../../shared/contracts/events.ts';
import { type Bilingual, bilingual } from '../../shared/contracts/meaning.ts';
import { emptyBooks, fellUnasked, laneStock, laneUncertain } from '../../shared/ledger/books.ts';
import { type EventTable, entryFor, unchanged } from '../../shared/ledger/event-table.ts';
import { fold } from '../../shared/ledger/fold.ts';
import type { Fall } from './model/cabinet-lines.ts';

/** A ledger line with its number, as the kiosk's HTTP gives it. */
export interface LedgerLine {
  readonly seq: number;
  readonly line: unknown;
}

/** What the cabinet really holds: its falls, and the boxes in each lane by the lane's number. */
export interface Truth {
  readonly falls: readonly Fall[];
  readonly boxes: ReadonlyMap<number, number>;
}

/** A lane in which the books and the cabinet differ. */
export interface LaneDifference {
  readonly lane: number;
  readonly text: Bilingual;
}

/** The cabinet compared with the books of a kiosk; numbers are boxes. */
export interface Comparison {
  readonly differences: readonly LaneDifference[];
  /** Fallen since the ledger began, and booked as fallen. */
  readonly fell: number;
  readonly booked: number;
  /** Boxes of which the books say that nobody can know. */
  readonly uncertain: number;
  /** Whether a motor turns right now by the books: its outcome is not written yet. */
  readonly turning: boolean;
}

/**
 * What a ledger says of one lane: boxes that fell, test turns by staff, the boxes in it (null if
 * the ledger does not know the lane), how many of them are certain, and how many may be there in
 * addition.
 */
interface LaneInBooks {
  fell: number;
  tests: number;
  stock: number | null;
  certain: number;
  uncertain: number;
}

const unknownLane = (): LaneInBooks => ({ fell: 0, tests: 0, stock: null, certain: 0, uncertain: 0 });

/** Compares the truth of a cabinet with the lines of a kiosk's ledger. */
export function compareBooks(truth: Truth, lines: readonly LedgerLine[]): Comparison {
  const { lanes, turning, beganAtMs } = laneBooks(lines);
  const falls = truth.falls.filter(({ atMs }) => atMs >= beganAtMs);
  for (const { lane } of falls) if (!lanes.has(lane)) lanes.set(lane, unknownLane());
  const differences = [...lanes]
    .toSorted(([a], [b]) => a - b)
    .flatMap(([lane, books]) => {
      const fell = falls.filter((fall) => fall.lane === lane).length;
      return differencesOf(lane, books, fell, truth.boxes.get(lane) ?? 0);
    });
  const sum = (of: (lane: LaneInBooks) => number): number =>
    [...lanes.values()].reduce((all, lane) => all + of(lane), 0);
  return {
    differences,
    fell: falls.length,
    booked: sum(({ fell }) => fell),
    uncertain: sum(({ uncertain }) => uncertain),
    turning,
  };
}

/** What each kind of line says of boxes that fell, and of test turns. */
const movements: EventTable<[laneOf: (lane: number) => LaneInBooks]> = {
  turning: unchanged,
  issued({ lane }, laneOf) {
    laneOf(lane).fell += 1;
  },
  'not-issued': unchanged,
  uncertain: unchanged,
  settled({ lane, issued }, laneOf) {
    if (issued) laneOf(lane).fell += 1;
  },
  restocked: unchanged,
  counted: unchanged,
  removed(line, laneOf) {
    if (fellUnasked(line)) laneOf(line.lane).fell += line.removed;
  },
  lane: unchanged,
  door: unchanged,
  board: unchanged,
  sensor: unchanged,
  climate: unchanged,
  booted: unchanged,
  configured: unchanged,
  command: unchanged,
  tested({ lane, state, purpose }, laneOf) {
    if (state === 'turning' && purpose === 'test-turn') laneOf(lane).tests += 1;
  },
};

function laneBooks(lines: readonly LedgerLine[]) {
  const books = emptyBooks();
  const lanes = new Map<number, LaneInBooks>();
  const lane = (number: number): LaneInBooks => {
    const known = lanes.get(number) ?? unknownLane();
    lanes.set(number, known);
    return known;
  };
  let beganAtMs = Infinity;
  for (const { seq, line } of lines) {
    const read = readLine(JSON.stringify(line));
    if (read.kind !== 'known') continue;
    const { event } = read;
    beganAtMs = Math.min(beganAtMs, event.at);
    fold(books, seq, event);
    entryFor(movements, event)(event, lane);
  }
  for (const [number, book] of books.lanes) {
    Object.assign(lane(number), {
      stock: laneStock(book),
      certain: book.doubted ? 0 : laneStock(book),
      uncertain: laneUncertain(book),
    });
  }
  return { lanes, turning: books.turning !== null || books.testing !== null, beganAtMs };
}

/**
 * If nobody can know whether a box fell, both answers are right; a test turn may drop a box that is
 * never booked.
 */
function differencesOf(lane: number, books: LaneInBooks, fell: number, boxes: number): LaneDifference[] {
  const { fell: booked, certain, uncertain, tests, stock } = books;
  const found: Bilingual[] = [];
  const open =
    uncertain > 0 ? bilingual(` and ${uncertain} uncertain`, `，另有 ${uncertain} 盒待核实`) : bilingual('', '');
  if (fell < booked || fell > booked + uncertain + tests)
    found.push(
      bilingual(
        `lane ${lane}: fallen ${fell}, in the books ${booked}${open.en}`,
        `货道 ${lane}：实际落下 ${fell} 盒，账上 ${booked} 盒${open.zh}`,
      ),
    );
  if (stock !== null && (boxes < certain - tests || boxes > stock + uncertain))
    found.push(
      bilingual(
        `lane ${lane}: boxes in it ${boxes}, in the books ${stock}${open.en}`,
        `货道 ${lane}：实际有 ${boxes} 盒，账上 ${stock} 盒${open.zh}`,
      ),
    );
  return found.map((text) => ({ lane, text }));
}

/** The verdict in plain words, then a line for each difference. */
export function comparisonText({ differences, fell, booked, uncertain, turning }: Comparison): Bilingual {
  if (turning)
    return bilingual(
      'a motor turns by the books, its outcome is not written yet: compare again after it',
      '账上有一次出货正在进行，结果还没有写入：请稍后再核对',
    );
  const lanes = new Set(differences.map(({ lane }) => lane)).size;
  const counts = bilingual(
    `fallen ${fell}, booked as fallen ${booked}, booked as uncertain ${uncertain}`,
    `实际落下 ${fell} 盒，账上落下 ${booked} 盒，待核实 ${uncertain} 盒`,
  );
  if (lanes === 0) return bilingual(`the books AGREE with the cabinet: ${counts.en}`, `账与实际一致：${counts.zh}`);
  const hint = bilingual(
    '  boxes put in or taken out without an entry at the kiosk (fill, empty) differ until a stock-take',
    '  没有在终端录入就放入或取出的盒子（fill、empty），在盘点之前账与实际不一致',
  );
  return bilingual(
    [
      `the books DIFFER from the cabinet in ${lanes} lane(s): ${counts.en}`,
      ...differences.map(({ text }) => `  ${text.en}`),
      hint.en,
    ].join('\n'),
    [
      `账与实际不一致，共 ${lanes} 个货道：${counts.zh}`,
      ...differences.map(({ text }) => `  ${text.zh}`),
      hint.zh,
    ].join('\n'),
  );
}
