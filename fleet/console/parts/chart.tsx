import './chart.css';
import { useEffect, useRef, useState } from 'react';
import { useTexts } from '../texts/texts.tsx';
import type { ChartOption } from './chart-drawn.ts';

interface Given {
  title: string;
  /** One sentence that says what the chart shows, for who can't see it. */
  summary: string;
  option: ChartOption;
  /** The same figures as a table, for who would rather read, and for screen readers. */
  table: { head: readonly string[]; rows: readonly (readonly string[])[] };
  height?: number;
  /** Where it stands below the page's title and no other heading. */
  first?: boolean;
}

/** How far below the screen a chart may be when it is fetched and drawn. */
const aheadOfSight = '80px';

const drawnWithinMs = 1000;

/** A chart with its figures: drawn, or read as a table. The chart library is fetched when the first one comes into sight. */
export function Chart({ title, summary, option, table, height = 240, first = false }: Given) {
  const { machine } = useTexts();
  const [reading, setReading] = useState(false);
  const [seen, setSeen] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (seen || reading || !box.current) return;
    const watch = new IntersectionObserver(
      (entries) => {
        if (entries.some((entry) => entry.isIntersecting)) setSeen(true);
      },
      { rootMargin: aheadOfSight },
    );
    watch.observe(box.current);
    return () => watch.disconnect();
  }, [seen, reading]);
  useEffect(() => {
    if (!seen || reading) return;
    let wanted = true;
    let remove: (() => void) | undefined;
    import('./chart-drawn.ts').then(
      ({ drawChart }) =>
        // One chart at a time, and what people do comes first.
        requestIdleCallback(
          () => {
            if (wanted && box.current) remove = drawChart(box.current, option);
          },
          { timeout: drawnWithinMs },
        ),
      // Where the drawing can't be fetched, the figures still are.
      () => setReading(true),
    );
    return () => {
      wanted = false;
      remove?.();
    };
  }, [option, seen, reading]);
  return (
    <figure className="chart">
      <figcaption>
        {first ? <h2>{title}</h2> : <h3>{title}</h3>}
        <button type="button" className="switch" aria-pressed={reading} onClick={() => setReading(!reading)}>
          {reading ? machine.asChart : machine.asTable}
        </button>
      </figcaption>
      {reading ? (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
        <section className="chart-table" style={{ maxHeight: height }} tabIndex={0} aria-label={title}>
          <table className="plain">
            <thead>
              <tr>
                {table.head.map((cell, i) => (
                  <th key={cell} scope="col" className={i > 0 ? 'num' : ''}>
                    {cell}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {table.rows.map((row) => (
                <tr key={row[0]}>
                  {row.map((cell, i) => (
                    <td key={table.head[i]} className={i > 0 ? 'num' : ''}>
                      {cell}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      ) : (
        <div ref={box} role="img" aria-label={summary} style={{ height }} />
      )}
    </figure>
  );
}
