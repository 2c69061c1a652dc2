import type { Machine } from '../../../../shared/contracts/fleet-http.ts';
import { useFleet } from '../../app/fleet.tsx';
import { useFormat, useTexts } from '../../texts/texts.tsx';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { Explain } from '../../ui/explain.tsx';
import type { PartProps } from './part-props.ts';

type Row = Machine['products'][number];

/** The day on which a product will probably run out, with the days between which that lies. */
function RunsOut({ of }: { of: Row['runsOut'] }) {
  const { machine: texts, words } = useTexts();
  const format = useFormat();
  if (!of) return words.none;
  const { expected, early, late } = of;
  if (!early || !late) return format.dayLong(expected);
  return (
    <Explain text={texts.runsOutBand(format.dayLong(early), format.dayLong(late))}>{format.dayLong(expected)}</Explain>
  );
}

/** The products of a machine: how many there are, how long they last, and how many to bring. */
export function Products({ machine }: PartProps) {
  const { machine: texts, words } = useTexts();
  const format = useFormat();
  const { product } = useFleet();
  const countOf = (n: number | null) => (n === null ? words.none : format.count(n));
  const columns: Column<Row>[] = [
    { name: texts.planProduct, onCard: 'title', cell: (item) => product(item.product) },
    {
      name: texts.seriesStock,
      numeric: true,
      cell: ({ stock, capacity }) => (
        <>
          {format.count(stock)} <span className="soft">/ {format.count(capacity)}</span>
        </>
      ),
    },
    {
      name: texts.rate,
      explain: texts.rateExplain,
      numeric: true,
      cell: ({ rate }) => (rate === null ? words.none : format.rate(rate)),
    },
    {
      name: texts.cover,
      explain: texts.coverExplain,
      numeric: true,
      cell: ({ coverDays }) => countOf(coverDays),
    },
    { name: texts.runsOut, cell: ({ runsOut }) => <RunsOut of={runsOut} /> },
    {
      name: texts.bring,
      numeric: true,
      cell: ({ restock }) => (restock > 0 ? <b>{words.box(format.count(restock))}</b> : words.none),
    },
  ];
  return (
    <section className="sheet">
      <h2>{texts.products}</h2>
      <DataTable name={texts.products} columns={columns} rows={machine.products} keyOf={(item) => item.product} />
    </section>
  );
}
