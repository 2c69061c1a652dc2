import type { ReactNode } from 'react';
import type { MachineRow } from '../../../../shared/contracts/fleet-http.ts';
import { useTo } from '../../app/address.ts';
import { useFleet } from '../../app/fleet.tsx';
import { Link } from '../../app/router.tsx';
import { useFormat, useTexts } from '../../texts/texts.tsx';
import { SeverityChip } from '../../ui/severity.tsx';
import { StopChip } from '../../ui/stop-chip.tsx';

export const columnKeys = [
  'name',
  'worst',
  'region',
  'site',
  'issuedToday',
  'issuedYear',
  'annual',
  'chance',
  'stock',
  'coverDays',
  'heard',
  'lastIssued',
  'inServiceFrom',
] as const;
/** A column of the list of machines. */
export type ColumnKey = (typeof columnKeys)[number];

export const usualColumns: readonly ColumnKey[] = [
  'name',
  'worst',
  'region',
  'issuedToday',
  'issuedYear',
  'chance',
  'stock',
  'coverDays',
  'heard',
];

/** Width as CSS grid has it, and whether it holds figures. */
export const columnShape: Record<ColumnKey, { width: string; numeric: boolean }> = {
  name: { width: 'minmax(190px, 2.2fr)', numeric: false },
  worst: { width: 'minmax(130px, 1.4fr)', numeric: false },
  region: { width: 'minmax(120px, 1.2fr)', numeric: false },
  site: { width: 'minmax(100px, 1fr)', numeric: false },
  issuedToday: { width: '78px', numeric: true },
  issuedYear: { width: '104px', numeric: true },
  annual: { width: '86px', numeric: true },
  chance: { width: '118px', numeric: true },
  stock: { width: '118px', numeric: true },
  coverDays: { width: '98px', numeric: true },
  heard: { width: '118px', numeric: false },
  lastIssued: { width: '118px', numeric: false },
  inServiceFrom: { width: '118px', numeric: false },
};

/** How full, as a bar beside its figures. */
const Fill = ({ of, most }: { of: number; most: number }) => (
  <i className="fill" aria-hidden="true">
    <i style={{ width: `${most > 0 ? Math.min(100, (of / most) * 100) : 0}%` }} />
  </i>
);

/** One figure of a machine, as the list and its cards show it. */
export function useCell(now: number): (row: MachineRow, column: ColumnKey) => ReactNode {
  const { words, flags, machines } = useTexts();
  const format = useFormat();
  const to = useTo();
  const { areaPath } = useFleet();
  const ago = (ms: number | null) => (ms === null ? words.none : format.ago(ms, now));
  return (row, column) => {
    switch (column) {
      case 'name':
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
      case 'worst': {
        const [first, ...others] = row.flags;
        if (!first)
          return row.service === 'in-service' ? (
            <span className="soft">{words.none}</span>
          ) : (
            <span className="chip quiet">{words.service[row.service]}</span>
          );
        return (
          <SeverityChip of={first.severity}>
            {flags[first.kind]?.name ?? first.kind}
            {others.length > 0 && ` +${others.length}`}
          </SeverityChip>
        );
      }
      case 'region':
        return areaPath(row.region);
      case 'site':
        return words.site[row.site] ?? row.site;
      case 'issuedToday':
        return format.count(row.issued.today);
      case 'issuedYear':
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
      case 'annual':
        return row.pace.annual === null ? words.none : format.count(row.pace.annual);
      case 'chance':
        return row.pace.chance === null ? (
          words.none
        ) : (
          <>
            <span className="verdict">{words.verdict[row.pace.verdict]}</span>
            {format.percent(row.pace.chance)}
          </>
        );
      case 'stock':
        return (
          <>
            {format.count(row.stock)}
            <span className="soft"> / {format.count(row.capacity)}</span>
            <Fill of={row.stock} most={row.capacity} />
          </>
        );
      case 'coverDays':
        return row.coverDays === null ? words.none : format.count(row.coverDays);
      case 'heard':
        return row.link === 'up' ? (
          words.link.up
        ) : (
          <span className={row.link === 'down' ? 'off' : 'soft'}>
            {row.link === 'down' ? ago(row.heard) : words.link.unknown}
          </span>
        );
      case 'lastIssued':
        return ago(row.lastIssued);
      case 'inServiceFrom':
        return format.dayLong(row.inServiceFrom);
    }
  };
}
