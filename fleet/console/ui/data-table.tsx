import './data-table.css';
import type { ReactNode } from 'react';
import { Explain } from './explain.tsx';
import { useNarrow } from './narrow.ts';
import { ScrollX } from './scroll-x.tsx';

/** A column of a table. */
export interface Column<Row> {
  readonly name: string;
  /** What it means, in a sentence or two. */
  readonly explain?: string;
  readonly numeric?: boolean;
  /**
   * Its role on a phone's card: the heading, the mark next to it, or the line below. By default a
   * figure with its name.
   */
  readonly onCard?: 'title' | 'mark' | 'line';
  readonly cell: (row: Row) => ReactNode;
  /** The cell of the last line, which has the sums. */
  readonly sum?: ReactNode;
}

interface Props<Row> {
  name: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  keyOf: (row: Row) => string;
}

const align = ({ numeric }: { numeric?: boolean }) => (numeric ? 'num' : '');

function Head<Row>({ column: { name, explain } }: { column: Column<Row> }) {
  return explain === undefined ? name : <Explain text={explain}>{name}</Explain>;
}

interface LineProps<Row> {
  columns: readonly Column<Row>[];
  content: (column: Column<Row>) => ReactNode;
  className?: string;
}

function TableLine<Row>({ columns, content }: LineProps<Row>) {
  return (
    <tr>
      {columns.map((column) =>
        column.onCard === 'title' ? (
          <th key={column.name} scope="row">
            {content(column)}
          </th>
        ) : (
          <td key={column.name} className={align(column)}>
            {content(column)}
          </td>
        ),
      )}
    </tr>
  );
}

function Card<Row>({ columns, content, className = '' }: LineProps<Row>) {
  const are = (part: Column<Row>['onCard']) => columns.filter(({ onCard }) => onCard === part);
  return (
    <li className={className}>
      <header>
        <div>{are('title').map(content)}</div>
        {are('mark').map((column) => (
          <span key={column.name}>{content(column)}</span>
        ))}
      </header>
      {are('line').map((column) => (
        <div key={column.name} className="row-line soft">
          {content(column)}
        </div>
      ))}
      <dl>
        {are(undefined).map((column) => (
          <div key={column.name}>
            <dt>
              <Head column={column} />
            </dt>
            <dd>{content(column)}</dd>
          </div>
        ))}
      </dl>
    </li>
  );
}

/** A table. On a phone, a card for each row, so that no figure is out of sight. */
export function DataTable<Row>({ name, columns, rows, keyOf }: Props<Row>) {
  const hasSum = columns.some(({ sum }) => sum !== undefined);
  if (useNarrow())
    return (
      <ul className="row-cards" aria-label={name}>
        {rows.map((row) => (
          <Card key={keyOf(row)} columns={columns} content={(column) => column.cell(row)} />
        ))}
        {hasSum && <Card className="sum" columns={columns} content={(column) => column.sum} />}
      </ul>
    );
  return (
    <ScrollX name={name}>
      <table className="plain">
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.name} scope="col" className={align(column)}>
                <Head column={column} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <TableLine key={keyOf(row)} columns={columns} content={(column) => column.cell(row)} />
          ))}
        </tbody>
        {hasSum && (
          <tfoot>
            <TableLine columns={columns} content={(column) => column.sum} />
          </tfoot>
        )}
      </table>
    </ScrollX>
  );
}
