import type { ReactElement } from 'react';

const green = 'var(--accent)';
const deep = 'var(--accent-deep)';
const white = '#fff';
const amber = 'var(--amber)';
const edge = { stroke: deep, strokeWidth: 4, strokeLinejoin: 'round', strokeLinecap: 'round', fill: 'none' } as const;

/** The lower part of the cabinet with its tray; what falls or is taken is drawn over it. */
const tray = (
  <g>
    <rect x="34" y="22" width="132" height="156" rx="12" fill={green} />
    <rect x="48" y="36" width="104" height="62" rx="6" fill={white} opacity="0.18" />
    <rect x="52" y="116" width="96" height="48" rx="8" fill={deep} />
    <rect x="60" y="124" width="80" height="32" rx="4" fill={white} />
  </g>
);
const box = (x: number, y: number): ReactElement => (
  <g transform={`translate(${x} ${y})`}>
    <rect width="44" height="26" rx="3" fill={white} stroke={deep} strokeWidth="4" />
    <rect x="28" y="2" width="9" height="22" fill={amber} />
  </g>
);
const card = (
  <g>
    <rect x="0" y="0" width="104" height="66" rx="8" fill={white} stroke={deep} strokeWidth="4" />
    <circle cx="76" cy="26" r="9" fill={green} opacity="0.75" />
    <path d="M60 50c2-11 30-11 32 0z" fill={green} opacity="0.75" />
    <path d="M14 20h30M14 32h22M14 48h34" {...edge} strokeWidth={5} opacity={0.55} />
  </g>
);

const drawings = {
  /** The whole cabinet, with boxes behind its window. */
  cabinet: (
    <g>
      <rect x="40" y="10" width="120" height="180" rx="12" fill={green} />
      <rect x="52" y="24" width="96" height="92" rx="6" fill={white} />
      <path d="M52 55h96M52 86h96" stroke={green} strokeWidth="4" />
      {[30, 61, 92].map((y) =>
        [60, 82, 104, 126].map((x) => (
          <g key={`${x}-${y}`}>
            <rect x={x} y={y} width="15" height="22" rx="2" fill={green} opacity="0.3" />
            <rect x={x} y={y + 6} width="15" height="5" fill={amber} />
          </g>
        )),
      )}
      <rect x="60" y="132" width="80" height="38" rx="7" fill={deep} />
      <rect x="68" y="139" width="64" height="24" rx="3" fill={white} />
      <path d="M100 143v12m-7-6 7 7 7-7" {...edge} stroke={green} />
    </g>
  ),
  /** A card above the reader, with an arrow down. */
  card: (
    <g>
      <path d="M22 138h156l-14 34a10 10 0 0 1-9 6H45a10 10 0 0 1-9-6z" fill={green} />
      <rect x="22" y="126" width="156" height="16" rx="6" fill={deep} />
      <path d="M82 157a26 26 0 0 1 36 0M90 167a14 14 0 0 1 20 0" stroke={white} strokeWidth="4" fill="none" />
      <g transform="translate(48 18)">{card}</g>
      <path d="M100 92v22m-12-10 12 12 12-12" {...edge} stroke={green} strokeWidth={7} />
    </g>
  ),
  /** A card on the reader, being checked. */
  reading: (
    <g>
      <path d="M22 142h156l-14 32a10 10 0 0 1-9 6H45a10 10 0 0 1-9-6z" fill={green} />
      <rect x="22" y="130" width="156" height="16" rx="6" fill={deep} />
      <g transform="translate(48 62)">{card}</g>
      {[70, 100, 130].map((x, index) => (
        <circle key={x} cx={x} cy="34" r="8" fill={green} opacity={1 - index * 0.3} />
      ))}
    </g>
  ),
  /** A box that falls into the tray. */
  dispensing: (
    <g>
      {tray}
      {box(78, 52)}
      <path d="M100 86v20m-10-9 10 10 10-10" {...edge} stroke={amber} strokeWidth={6} />
    </g>
  ),
  /** A box in the tray, with an arrow out of it. */
  take: (
    <g>
      {tray}
      {box(78, 127)}
      <path d="M100 158v30m-13-12 13 13 13-13" {...edge} stroke={amber} strokeWidth={8} />
      <path d="M78 64l15 16 30-32" {...edge} stroke={white} strokeWidth={10} />
    </g>
  ),
  /** A card with two bars: not now. */
  refused: (
    <g>
      <g transform="translate(34 50) scale(1.27)">{card}</g>
      <circle cx="150" cy="140" r="36" fill={amber} stroke={deep} strokeWidth="4" />
      <path d="M140 124v32M160 124v32" {...edge} strokeWidth={9} />
    </g>
  ),
  /** A box that stayed, and a turn to another one. */
  failed: (
    <g>
      <rect x="34" y="22" width="132" height="156" rx="12" fill={green} />
      <rect x="48" y="36" width="104" height="80" rx="6" fill={white} />
      {[66, 84, 102, 120, 134].map((x) => (
        <ellipse key={x} cx={x} cy="78" rx="9" ry="26" {...edge} opacity={0.4} />
      ))}
      {box(80, 65)}
      <rect x="52" y="130" width="96" height="36" rx="8" fill={deep} />
      <circle cx="150" cy="146" r="32" fill={amber} stroke={deep} strokeWidth="4" />
      <path d="M137 146a13 13 0 1 0 4-9m-5-9v12h12" {...edge} strokeWidth={6} />
    </g>
  ),
  /** The tray with a question mark. */
  uncertain: (
    <g>
      {tray}
      <circle cx="100" cy="66" r="40" fill={amber} stroke={deep} strokeWidth="4" />
      <path d="M87 56c0-18 27-18 27 0 0 10-13 11-13 22M101 88v1" {...edge} strokeWidth={9} />
      <path d="M84 140h32" {...edge} stroke={green} opacity={0.5} />
    </g>
  ),
  /** The cabinet with two bars. */
  closed: (
    <g>
      <rect x="40" y="10" width="120" height="180" rx="12" fill={green} opacity="0.55" />
      <rect x="52" y="24" width="96" height="92" rx="6" fill={white} opacity="0.8" />
      <rect x="60" y="132" width="80" height="38" rx="7" fill={deep} opacity="0.7" />
      <circle cx="100" cy="84" r="44" fill={amber} stroke={deep} strokeWidth="4" />
      <path d="M87 64v40M113 64v40" {...edge} strokeWidth={10} />
    </g>
  ),
  /** A sun next to a thermometer. */
  climate: (
    <g>
      <circle cx="74" cy="84" r="30" fill={amber} />
      <path
        d="M74 34v10M74 124v10M24 84h10M114 84h10M39 49l7 7M102 112l7 7M39 119l7-7M102 56l7-7"
        stroke={amber}
        strokeWidth="8"
        strokeLinecap="round"
      />
      <rect x="128" y="28" width="28" height="112" rx="14" fill={white} stroke={deep} strokeWidth="4" />
      <circle cx="142" cy="150" r="24" fill={green} stroke={deep} strokeWidth="4" />
      <path d="M142 68v76" stroke={green} strokeWidth="10" strokeLinecap="round" />
    </g>
  ),
  /** A telephone with a QR code before the scanner. */
  scan: (
    <g>
      <rect x="56" y="14" width="88" height="122" rx="12" fill={white} stroke={deep} strokeWidth="4" />
      <path d="M72 34h24v24H72zM104 34h24v24h-24zM72 66h24v24H72z" fill={green} />
      <path d="M79 41h10v10H79zM111 41h10v10h-10zM79 73h10v10H79z" fill={white} />
      <path d="M104 66h10v10h-10zM118 76h10v14h-10zM104 84h8v8h-8zM72 100h56v10H72z" fill={green} />
      <path d="M40 178l24-30h72l24 30z" fill={amber} opacity="0.7" />
      <rect x="34" y="172" width="132" height="18" rx="8" fill={green} />
    </g>
  ),
  /** Digits to press. */
  code: (
    <g>
      <rect x="26" y="30" width="148" height="44" rx="10" fill={white} stroke={deep} strokeWidth="4" />
      {[48, 68, 88, 108, 128, 148].map((x) => (
        <circle key={x} cx={x + 2} cy="52" r="6" fill={green} />
      ))}
      {[88, 122, 156].map((y) =>
        [44, 84, 124].map((x) => <rect key={`${x}-${y}`} x={x} y={y} width="32" height="26" rx="6" fill={green} />),
      )}
      <rect x="84" y="122" width="32" height="26" rx="6" fill={amber} />
    </g>
  ),
  /** A person at work: a key. */
  staff: (
    <g>
      <circle cx="72" cy="100" r="38" fill={green} />
      <circle cx="72" cy="100" r="15" fill={white} />
      <path d="M104 90h76v20h-14v22h-18v-22h-44z" fill={green} />
    </g>
  ),
} as const;

/** The name of a large drawing. */
export type ArtName = keyof typeof drawings;

/** A large drawing. The words say the same, so it is hidden from assistive technology. */
export function Art({ name }: { readonly name: ArtName }): ReactElement {
  return (
    <svg viewBox="0 0 200 200" aria-hidden="true" data-art={name}>
      {drawings[name]}
    </svg>
  );
}
