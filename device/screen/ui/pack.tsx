import type { ReactElement } from 'react';
import type { Offer } from '../../../shared/screen/view.ts';

const bands: Readonly<Record<Offer['drawing'], string>> = {
  condom: '#f2c14e',
  tablet: '#7fb7d9',
  gel: '#b7a4d9',
  film: '#9cc98a',
  other: '#c9c6bb',
};

/** What is in the pack, for a machine that need not be discreet. */
const contents: Readonly<Record<Offer['drawing'], ReactElement | null>> = {
  condom: (
    <g>
      <rect x="24" y="26" width="30" height="30" rx="4" fill="#dcebe5" stroke="#07463a" strokeWidth="3" />
      <circle cx="39" cy="41" r="9" fill="none" stroke="#07463a" strokeWidth="3" />
    </g>
  ),
  tablet: (
    <g fill="#07463a">{[30, 44].map((x) => [32, 46].map((y) => <circle key={`${x}-${y}`} cx={x} cy={y} r="5" />))}</g>
  ),
  gel: <path d="M24 36h22l8-4v20l-8-4H24z" fill="#dcebe5" stroke="#07463a" strokeWidth="3" strokeLinejoin="round" />,
  film: (
    <g fill="#dcebe5" stroke="#07463a" strokeWidth="3">
      <rect x="30" y="28" width="24" height="24" rx="2" />
      <rect x="24" y="34" width="24" height="24" rx="2" />
    </g>
  ),
  other: null,
};

/**
 * The neutral drawing of a pack: a box with a band in the colour of its kind; unless discreet, also
 * what is in it.
 */
export function Pack({
  kind,
  discreet,
}: {
  readonly kind: Offer['drawing'];
  readonly discreet: boolean;
}): ReactElement {
  return (
    <svg viewBox="0 0 88 88" aria-hidden="true">
      <path d="M10 24 20 10h62L72 24z" fill="#eef3f0" stroke="#07463a" strokeWidth="3" strokeLinejoin="round" />
      <path d="M72 24 82 10v50L72 76z" fill="#cfdcd6" stroke="#07463a" strokeWidth="3" strokeLinejoin="round" />
      <rect x="10" y="24" width="62" height="52" fill="#fff" stroke="#07463a" strokeWidth="3" strokeLinejoin="round" />
      <rect x="11.5" y="62" width="59" height="12.5" fill={bands[kind]} />
      {discreet ? (
        <path d="M20 38h30M20 48h20" stroke="#07463a" strokeWidth="4" strokeLinecap="round" opacity="0.35" />
      ) : (
        contents[kind]
      )}
    </svg>
  );
}
