import type { ReactNode } from 'react';
import type { MachineRow } from '../../../../shared/contracts/fleet-http.ts';
import { flagName } from '../../../../shared/words/flag-name.ts';
import { useTo } from '../../app/address.ts';
import { useFleet } from '../../app/fleet.tsx';
import { Link } from '../../app/router.tsx';
import { useFormat, useTexts } from '../../texts/texts.tsx';
import { SeverityChip } from '../../ui/severity.tsx';
import { StopChip } from '../../ui/stop-chip.tsx';
import type { ColumnKey } from './columns.ts';

/** A fill level, as a bar below its figures: what can be given out, then the rest of the stock. */
function Fill({ row: { stock, usable, capacity } }: RowProps) {
  const part = (boxes: number) => ({ width: `${capacity > 0 ? Math.min(100, (boxes / capacity) * 100) : 0}%` });
  return (
    <i className="fill" aria-hidden="true">
      <i style={part(usable)} />
      <i className="unusable" style={part(stock - usable)} />
    </i>
  );
}

interface RowProps {
  row: MachineRow;
}

function Name({ row }: RowProps) {
  const to = useTo();
  return (
    <>
      <Link to={to(`/machines/${encodeURIComponent(row.machine)}`)} className="machine-name">
        {row.name}
      </Link>
      <span className="machine-id">
        {row.machine} <StopChip of={row.stop} />
      </span>
    </>
  );
}

/** The worst flag and the number of others. Without flags, whether the machine is in service. */
function Worst({ row }: RowProps) {
  const { words } = useTexts();
  const { info } = useFleet();
  const [first, ...others] = row.flags;
  if (first)
    return (
      <SeverityChip of={first.severity}>
        {flagName(words, first, info.day)}
        {others.length > 0 && ` +${others.length}`}
      </SeverityChip>
    );
  return row.service === 'in-service' ? (
    <span className="soft">{words.none}</span>
  ) : (
    <span className="chip quiet">{words.service[row.service]}</span>
  );
}

function IssuedYear({ row }: RowProps) {
  const { machines } = useTexts();
  const format = useFormat();
  return (
    <>
      {format.count(row.issued.year)}
      {row.uncertain > 0 && (
        <span className="chip quiet beside" title={machines.uncertainToo(format.count(row.uncertain))}>
          +{row.uncertain}?
        </span>
      )}
    </>
  );
}

function Chance({ row: { pace } }: RowProps) {
  const { words, machines } = useTexts();
  const format = useFormat();
  if (pace.chance === null) return words.none;
  return (
    <>
      {format.chance(pace.chance)}
      <span className="below-figure">{machines.paceIs(words.verdict[pace.verdict] ?? pace.verdict)}</span>
    </>
  );
}

function Stock({ row }: RowProps) {
  const { machines } = useTexts();
  const format = useFormat();
  return (
    <>
      {format.count(row.stock)}
      <span className="soft"> / {format.count(row.capacity)}</span>
      <Fill row={row} />
      {row.usable < row.stock && <span className="below-figure">{machines.usable(format.count(row.usable))}</span>}
    </>
  );
}

function Heard({ row, ago }: RowProps & { ago: (ms: number | null) => string }) {
  const { words } = useTexts();
  if (row.link === 'up') return words.link.up;
  const isDown = row.link === 'down';
  return <span className={isDown ? 'off' : 'soft'}>{isDown ? ago(row.heard) : words.link.unknown}</span>;
}

/**
 * Renders one figure of a machine, as the list and its cards show it. `now` is the instant of the
 * figures, in ms.
 */
export function useCell(now: number): (row: MachineRow, column: ColumnKey) => ReactNode {
  const { words } = useTexts();
  const format = useFormat();
  const { areaPath } = useFleet();
  const ago = (ms: number | null) => (ms === null ? words.none : format.ago(ms, now));
  const countOf = (n: number | null) => (n === null ? words.none : format.count(n));
  const cells: Record<ColumnKey, (row: MachineRow) => ReactNode> = {
    name: (row) => <Name row={row} />,
    worst: (row) => <Worst row={row} />,
    region: (row) => areaPath(row.region),
    site: (row) => words.site[row.site] ?? row.site,
    issuedToday: (row) => format.count(row.issued.today),
    issuedYear: (row) => <IssuedYear row={row} />,
    annual: (row) => countOf(row.pace.annual),
    chance: (row) => <Chance row={row} />,
    stock: (row) => <Stock row={row} />,
    coverDays: (row) => countOf(row.coverDays),
    heard: (row) => <Heard row={row} ago={ago} />,
    lastIssued: (row) => ago(row.lastIssued),
    inServiceFrom: (row) => format.dayLong(row.inServiceFrom),
  };
  return (row, column) => cells[column](row);
}
