import type { MachineList } from '../../../../shared/contracts/fleet-http.ts';
import { useFormat, useTexts } from '../../texts/texts.tsx';
import { useCell } from './cell.tsx';
import { type ColumnKey, columnShape } from './columns.ts';

interface Props {
  rows: MachineList['machines'];
  total: number;
  /** The instant of the figures, in ms. */
  now: number;
  columns: readonly ColumnKey[];
}

/**
 * The list of machines on paper: every fetched row in a table over several pages, and the number of
 * missing rows.
 */
export function MachinesOnPaper({ rows, total, now, columns }: Props) {
  const { machines, words } = useTexts();
  const format = useFormat();
  const cell = useCell(now);
  return (
    <section className="on-paper">
      <p>
        {words.asOf(format.dated(now))}
        {rows.length < total && <b> · {machines.onPaper(format.count(rows.length), format.count(total))}</b>}
      </p>
      <table className="plain">
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col" className={columnShape[column].numeric ? 'num' : ''}>
                {machines.column[column]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.machine}>
              {columns.map((column) => (
                <td key={column} className={columnShape[column].numeric ? 'num' : ''}>
                  {cell(row, column)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
