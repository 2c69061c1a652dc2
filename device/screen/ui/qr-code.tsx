import type { ReactElement } from 'react';
import { encode } from 'uqr';

/** A QR code, drawn as one path. */
export function QrCode({ content }: { readonly content: string }): ReactElement {
  const { data, size } = encode(content, { border: 2 });
  const path = data.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : ''))).join('');
  return (
    <svg className="qr" viewBox={`0 0 ${size} ${size}`} aria-hidden="true" shapeRendering="crispEdges">
      <rect width={size} height={size} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  );
}
