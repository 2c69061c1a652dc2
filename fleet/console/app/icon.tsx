const paths = {
  today: 'M5 4v3M15 4v3M3 6h14v11H3zM3 10h14M7 13.5l2 2 4-4',
  machine: 'M5 2h10v16H5zM5 12h10M7.5 5v4M10 5v4M12.5 5v4M8 15h4',
  areas: 'M3 3h6v6H3zM11 3h6v6h-6zM3 11h6v6H3zM11 11h6v6h-6z',
  bag: 'M4 7h12l1 10H3zM7 7a3 3 0 0 1 6 0',
  report: 'M4 2h12v16H4zM7 14v-3M10 14V7M13 14v-5',
  person: 'M10 3a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7zM3 18c.5-4 3.500-5.500 7-5.500s6.500 1.500 7 5.500',
  warning: 'M10 3 18 17H2zM10 8v4M10 14.500v.5',
  urgent: 'M6.500 2h7L18 6.500v7L13.500 18h-7L2 13.500v-7zM10 6v5M10 13.500v.5',
  clock: 'M10 2.500a7.500 7.500 0 1 0 0 15 7.500 7.500 0 0 0 0-15zM10 6v4l3 2',
  eye: 'M2 10s3-5.500 8-5.500 8 5.500 8 5.500-3 5.500-8 5.500S2 10 2 10zM10 7.800a2.200 2.200 0 1 0 0 4.400 2.200 2.200 0 0 0 0-4.400z',
  check: 'M4 10.500 8.500 15 16 5.500',
  wrench: 'M12.500 7.500 4 16M11 5.500a3.500 3.500 0 0 1 4.500-3L13 5l2 2 2.500-2.500a3.500 3.500 0 0 1-4.500 4.500',
  swap: 'M4 7h11l-3-3M16 13H5l3 3',
  phone: 'M5 2.500h3l1.500 4-2 1.500a9 9 0 0 0 4.500 4.500l1.500-2 4 1.500v3c-6 1.500-14-6.500-12.500-12.500z',
  book: 'M4 3h5.500v14H4zM10.500 3H16v14h-5.500zM6 7h1.500M12.500 7H14',
  pace: 'M3 16 8 10l3 3 6-8M13 5h4v4',
  question:
    'M10 2.500a7.500 7.500 0 1 0 0 15 7.500 7.500 0 0 0 0-15zM8 8a2 2 0 1 1 2.500 2c-.5.200-.5.700-.5 1.200M10 13.500v.5',
  link: 'M3 8a10 10 0 0 1 14 0M5.500 11a6.500 6.500 0 0 1 9 0M8 14a3 3 0 0 1 4 0',
  chip: 'M5 5h10v10H5zM8 5V2M12 5V2M8 18v-3M12 18v-3M5 8H2M5 12H2M18 8h-3M18 12h-3',
  box: 'M3 6.500 10 3l7 3.500v7L10 17l-7-3.500zM3 6.500 10 10l7-3.500M10 10v7',
  lock: 'M4.500 9h11v8h-11zM7 9V6a3 3 0 0 1 6 0v3',
  print: 'M6 8V3h8v5M4 8h12v6h-2M6 14H4V8M6 12h8v5H6z',
  download: 'M10 3v9M6 9l4 4 4-4M3 16h14',
  search: 'M8.500 3a5.500 5.500 0 1 0 0 11 5.500 5.500 0 0 0 0-11zM13 13l4 4',
  up: 'M5 12l5-5 5 5',
  down: 'M5 8l5 5 5-5',
  next: 'M8 5l5 5-5 5',
  more: 'M4.500 10h.5M10 10h.5M15.500 10h.5',
  columns: 'M3 4h14v12H3zM8 4v12M12.500 4v12',
  plus: 'M10 4v12M4 10h12',
  pause: 'M7 4v12M13 4v12',
} as const;

/** The name of an icon. */
export type IconName = keyof typeof paths;

/** A line drawing on a 20 × 20 grid in the colour of its text; what it means stands beside it in words. */
export const Icon = ({ name, size = 20 }: { name: IconName; size?: number }) => (
  <svg className="icon" width={size} height={size} viewBox="0 0 20 20" aria-hidden="true">
    <path
      d={paths[name]}
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
    />
  </svg>
);
