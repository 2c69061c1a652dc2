// biome-ignore-all lint/a11y/useSemanticElements: a virtual list can't be a <table>: its rows stand by transform
// biome-ignore-all lint/a11y/useFocusableInteractive: a table's cells are read, not entered
import { useVirtualizer } from '@tanstack/react-virtual';
import { type CSSProperties, useEffect, useRef } from 'react';
import type { MachineRow } from '../../../../shared/contracts/fleet-http.ts';
import { fewMachines } from '../../api/first-requests.ts';
import { useFormat, useTexts } from '../../texts/texts.tsx';
import { Checkbox } from '../../ui/controls.tsx';
import { Explain } from '../../ui/explain.tsx';
import { Icon } from '../../ui/icon.tsx';
import { useCell } from './cell.tsx';
import { type ColumnKey, columnShape } from './columns.ts';

const rowPx = 54;
const headPx = 42;

/** The rows that a list of machines shows, and how to get more. */
export interface ListProps {
  rows: readonly MachineRow[];
  /** Matching machines, whether fetched yet or not. */
  total: number;
  now: number;
  columns: readonly ColumnKey[];
  sort: string;
  setSort: (sort: string) => void;
  chosen: ReadonlySet<string>;
  choose: (machine: string, on: boolean) => void;
  /** Called with a row's index when the reader is near it, to fetch more. */
  reach: (index: number) => void;
}

type HeadProps = Pick<ListProps, 'columns' | 'sort' | 'setSort'> & { layout: CSSProperties };

/** The head of each column: what it means, and the button that sorts by it. */
function TableHead({ columns, sort, setSort, layout }: HeadProps) {
  const { machines } = useTexts();
  const sorted = sort.replace(/^-/, '');
  return (
    <div role="rowgroup" className="grid-head">
      <div role="row" aria-rowindex={1} style={layout}>
        <span role="columnheader">
          <span className="unseen">{machines.choose('')}</span>
        </span>
        {columns.map((column) => (
          <span
            key={column}
            role="columnheader"
            className={columnShape[column].numeric ? 'num' : ''}
            aria-sort={sorted !== column ? 'none' : sort.startsWith('-') ? 'descending' : 'ascending'}
          >
            <Explain text={machines.explain[column]}>{machines.column[column]}</Explain>
            <button
              type="button"
              className={sorted === column ? 'sorter on' : 'sorter'}
              aria-label={machines.sortBy(machines.column[column] ?? column)}
              onClick={() => setSort(sort === column ? `-${column}` : column)}
            >
              <Icon name={sorted === column && sort.startsWith('-') ? 'down' : 'up'} size={16} />
            </button>
          </span>
        ))}
      </div>
    </div>
  );
}

interface CellsProps extends Pick<ListProps, 'now' | 'columns' | 'choose'> {
  row: MachineRow;
  isChosen: boolean;
}

/** The cells of one machine. */
function Cells({ row, now, columns, isChosen, choose }: CellsProps) {
  const { machines, words } = useTexts();
  const cell = useCell(now);
  return (
    <>
      <span role="cell">
        <Checkbox checked={isChosen} label={machines.choose(row.name)} change={(on) => choose(row.machine, on)} />
      </span>
      {columns.map((column) => (
        <span key={column} role="cell" className={columnShape[column].numeric ? 'num' : ''}>
          {columnShape[column].numeric ? (
            <Explain quiet text={words.labelled(machines.column[column] ?? column, machines.explain[column] ?? '')}>
              {cell(row, column)}
            </Explain>
          ) : (
            cell(row, column)
          )}
        </span>
      ))}
    </>
  );
}

/** Takes the place of a machine that is not fetched yet. */
function WaitingCells() {
  const { states } = useTexts();
  return (
    <span role="cell">
      <span className="unseen">{states.loading}</span>
      <i />
    </span>
  );
}

/** Thousands of machines, of which only the visible rows are rendered. */
export function MachineTable({ rows, total, now, columns, sort, setSort, chosen, choose, reach }: ListProps) {
  const { machines } = useTexts();
  const format = useFormat();
  const box = useRef<HTMLElement>(null);
  const virtual = useVirtualizer({
    count: total,
    getScrollElement: () => box.current,
    estimateSize: () => rowPx,
    // The browser finds words only in rows that exist.
    overscan: total <= fewMachines ? total : 12,
    scrollMargin: headPx,
  });
  const items = virtual.getVirtualItems();
  const last = items[items.length - 1]?.index ?? 0;
  useEffect(() => reach(last), [reach, last]);
  const layout = { gridTemplateColumns: `40px ${columns.map((column) => columnShape[column].width).join(' ')}` };
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className="grid" ref={box} tabIndex={0} aria-label={machines.title}>
      <div
        role="table"
        aria-label={machines.title}
        aria-rowcount={total + 1}
        style={{ height: virtual.getTotalSize() + headPx }}
      >
        <TableHead columns={columns} sort={sort} setSort={setSort} layout={layout} />
        <div role="rowgroup">
          {items.map((item) => {
            const row = rows[item.index];
            return (
              <div
                key={item.key}
                role="row"
                aria-rowindex={item.index + 2}
                className={row ? 'grid-row' : 'grid-row waiting'}
                style={{ ...layout, height: rowPx, transform: `translateY(${item.start}px)` }}
              >
                {row ? (
                  <Cells row={row} now={now} columns={columns} isChosen={chosen.has(row.machine)} choose={choose} />
                ) : (
                  <WaitingCells />
                )}
              </div>
            );
          })}
        </div>
      </div>
      <span className="unseen" role="status">
        {machines.total(format.count(total))}
      </span>
    </section>
  );
}
