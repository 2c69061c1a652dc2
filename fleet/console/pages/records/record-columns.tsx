import type { RestockRecord } from '../../../../shared/contracts/fleet-http.ts';
import { setSearch, useTo } from '../../app/address.ts';
import { useFleet } from '../../app/fleet.tsx';
import { Link } from '../../app/router.tsx';
import { useFormat, useTexts } from '../../texts/texts.tsx';
import { Button } from '../../ui/controls.tsx';
import type { Column } from '../../ui/data-table.tsx';

/** The machine, with a link to the day in its ledger; its county and site as they were then. */
function Machine({ of }: { of: RestockRecord }) {
  const { words } = useTexts();
  const { areaPath } = useFleet();
  const to = useTo();
  return (
    <>
      <Link to={to(`/machines/${encodeURIComponent(of.machine)}`, { part: 'ledger', day: of.day })}>{of.name}</Link>{' '}
      <span className="machine-id">{of.machine}</span>
      <p className="soft">{[areaPath(of.region), words.site[of.site] ?? of.site].join(' · ')}</p>
    </>
  );
}

/** A person or a lot, which narrows the list to it. */
function Narrow({ by, value }: { by: 'person' | 'lot'; value: string }) {
  return (
    <Button tone="link" onClick={() => setSearch({ [by]: value })}>
      {value}
    </Button>
  );
}

function Notes({ of }: { of: RestockRecord }) {
  const { words, uncounted, records } = useTexts();
  return (
    <>
      {of.reason !== null && <span>{words.reason[of.reason] ?? of.reason}</span>}{' '}
      {of.uncounted !== null && (
        <span className="chip warn">{uncounted.mark(uncounted.reason[of.uncounted] ?? of.uncounted)}</span>
      )}{' '}
      {of.corrected && <span className="chip quiet">{records.corrected}</span>}{' '}
      {of.person !== null && <span className="chip quiet">{records.ownPin}</span>}
    </>
  );
}

/** The columns of the list of restock records. */
export function useRecordColumns(): readonly Column<RestockRecord>[] {
  const { records, words } = useTexts();
  const { columns } = records;
  const format = useFormat();
  const { product } = useFleet();
  const boxes = (holds: boolean, n: number) => (holds ? format.count(n) : words.none);
  return [
    { name: columns.name, onCard: 'title', cell: (of) => <Machine of={of} /> },
    {
      name: columns.time,
      cell: (of) => (
        <time dateTime={new Date(of.at).toISOString()}>
          <span className="unbroken">{format.dayLong(of.day)}</span> {format.time(of.at)}
        </time>
      ),
    },
    { name: columns.kind, onCard: 'mark', cell: (of) => <span className="chip">{records.kinds[of.kind]}</span> },
    {
      name: columns.product,
      cell: (of) => (
        <>
          {product(of.product)}{' '}
          <span className="soft">
            {words.event.lane} {of.lane}
          </span>
        </>
      ),
    },
    { name: columns.lot, cell: (of) => (of.lot === null ? words.none : <Narrow by="lot" value={of.lot} />) },
    { name: columns.expires, cell: (of) => (of.expires === null ? words.none : format.dayLong(of.expires)) },
    { name: columns.added, numeric: true, cell: (of) => boxes(of.kind === 'restocked', of.added) },
    { name: columns.removed, numeric: true, cell: (of) => boxes(of.kind === 'removed', of.removed) },
    {
      name: columns.counted,
      numeric: true,
      cell: (of) => (
        <>
          {boxes(of.kind === 'counted', of.stock)}
          {of.was !== null && of.difference !== 0 && <p className="soft">{records.inBooks(format.count(of.was))}</p>}
        </>
      ),
    },
    { name: columns.by, cell: (of) => <Narrow by="person" value={of.by} /> },
    { name: columns.notes, cell: (of) => <Notes of={of} /> },
  ];
}
