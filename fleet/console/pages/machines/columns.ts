/** The columns of the list of machines, in their order. */
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

/** The columns that are shown by default. */
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

/** The width in CSS grid syntax, and whether the column has figures. */
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
