import { memo } from 'react';
import type { AreaFigures, AreaView } from '../../../../shared/contracts/fleet-http.ts';
import { useTo } from '../../app/address.ts';
import { Link } from '../../app/router.tsx';
import { useFormat, useTexts } from '../../texts/texts.tsx';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { ReachedChip } from '../../ui/reached-chip.tsx';
import { type MeasureKey, measures } from './measures.ts';

/** An area with its place among the others, from 1. */
interface Ranked extends AreaFigures {
  readonly rank: number;
}

/** The states of machines whose connection is counted. */
const notRetired = ['in-service', 'suspended', 'planned'];

/** The columns with figures of the machines' state, each a link to the machines that it counts. */
function useStateColumns(): Column<Ranked>[] {
  const { areas, today } = useTexts();
  const format = useFormat();
  const to = useTo();
  const counted = (area: Ranked, count: number, query: Readonly<Record<string, string | readonly string[]>>) =>
    count === 0 ? (
      format.count(0)
    ) : (
      <Link to={to('/machines', { ...query, area: area.code })}>{format.count(count)}</Link>
    );
  const columns: Column<Ranked>[] = [
    {
      name: areas.empty,
      explain: today.explain.empty,
      cell: (area) => counted(area, area.empty, { condition: 'gives-nothing' }),
    },
    {
      name: areas.toRestock,
      explain: today.explain.toCarry,
      cell: (area) => counted(area, area.toRestock, { condition: 'to-restock' }),
    },
    { name: areas.offline, cell: (area) => counted(area, area.link.down, { link: 'down', service: notRetired }) },
    {
      name: areas.trouble,
      explain: areas.troubleExplain,
      // Of flags, of which a machine may have several: no list has as many lines.
      cell: ({ severity }) => format.count(severity.urgent),
    },
  ];
  return columns.map((column) => ({ ...column, numeric: true }));
}

function useColumns(target: number): Column<Ranked>[] {
  const { areas, words } = useTexts();
  const format = useFormat();
  const to = useTo();
  return [
    { name: areas.rank, numeric: true, cell: ({ rank }) => <span className="soft">{rank}</span> },
    {
      name: areas.name,
      onCard: 'title',
      cell: (area) => <Link to={to('/areas', { area: area.code })}>{area.name}</Link>,
    },
    {
      name: areas.average,
      explain: areas.averageExplain(format.count(target)),
      numeric: true,
      cell: ({ average, reached }) =>
        average === null ? (
          words.none
        ) : (
          <>
            {format.count(average)}
            <ReachedChip is={reached} />
          </>
        ),
    },
    {
      name: areas.share,
      explain: areas.shareExplain,
      numeric: true,
      cell: ({ shareAtPace, atPace, judged }) => (
        <>
          {shareAtPace === null ? words.reached.notJudged : format.percent(shareAtPace)}{' '}
          <span className="soft">{areas.atPaceOf(format.count(atPace), format.count(judged))}</span>
        </>
      ),
    },
    {
      name: areas.issuedYear,
      explain: areas.issuedYearExplain,
      numeric: true,
      cell: ({ issued }) => format.count(issued.year),
    },
    {
      name: areas.stock,
      explain: areas.stockExplain,
      numeric: true,
      cell: ({ stock, capacity }) => (
        <>
          {format.count(stock)} <span className="soft">/ {format.count(capacity)}</span>
        </>
      ),
    },
    ...useStateColumns(),
  ];
}

/** The areas below this one, best first by the chosen figure. */
export const Ranking = memo(({ view, by }: { view: AreaView; by: MeasureKey }) => {
  const { areas } = useTexts();
  const columns = useColumns(view.target);
  const { value, fewer } = measures[by];
  const ranked = [...view.children]
    .sort((a, b) => {
      const [x, y] = [value(a) ?? Number.NEGATIVE_INFINITY, value(b) ?? Number.NEGATIVE_INFINITY];
      return fewer ? x - y : y - x;
    })
    .map((area, i): Ranked => ({ ...area, rank: i + 1 }));
  return (
    <div className="ranking">
      <DataTable name={areas.ranking} columns={columns} rows={ranked} keyOf={({ code }) => code} />
    </div>
  );
});
