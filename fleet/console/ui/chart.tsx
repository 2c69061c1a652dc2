import './chart.css';
import { type MouseEvent, type PointerEvent, useEffect, useMemo, useRef, useState } from 'react';
import { useTexts } from '../texts/texts.tsx';
import type { Drawing, Point, Say } from './chart-drawn.ts';
import { chartLook } from './chart-look.ts';
import { chartPicture } from './chart-picture.ts';

interface Given {
  title: string;
  /** One sentence that says what the chart shows, for who can't see it. */
  summary: string;
  /** Without functions: it is sent to another thread. */
  option: Drawing['option'];
  months?: readonly string[];
  say?: Say;
  /** The same figures as a table, for who would rather read, and for screen readers. */
  table: { head: readonly string[]; rows: readonly (readonly string[])[] };
  height?: number;
  /** Where it stands below the page's title and no other heading. */
  first?: boolean;
}

/** How far below the screen a chart may be when it is fetched and drawn. */
const aheadOfSight = '80px';

/** Calls back once when an element comes near the screen. */
function whenNear(element: Element, call: () => void): () => void {
  const watch = new IntersectionObserver(
    (entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      watch.disconnect();
      call();
    },
    { rootMargin: aheadOfSight },
  );
  watch.observe(element);
  return () => watch.disconnect();
}

/** Shows a picture of a chart in an element, and a new one whenever that changes its size, until the answer is called. */
function showPicture(box: HTMLElement, drawing: Drawing, failed: () => void): () => void {
  let wanted = true;
  let drawnPx = 0;
  const watch = new ResizeObserver(() => {
    const width = box.clientWidth;
    if (width === 0 || width === drawnPx) return;
    drawnPx = width;
    chartPicture(drawing, width, box.clientHeight).then(
      (svg) => {
        if (wanted && width === drawnPx) box.innerHTML = svg;
      },
      () => wanted && failed(),
    );
  });
  watch.observe(box);
  return () => {
    wanted = false;
    watch.disconnect();
  };
}

/**
 * A chart with its figures: drawn, or read as a table. At first it is a picture, drawn beside the page when it comes into sight; the chart
 * library itself comes when somebody points at it, and then tells the figures under the pointer.
 */
export function Chart({ title, summary, option, months, say, table, height = 240, first = false }: Given) {
  const { machine } = useTexts();
  const [reading, setReading] = useState(false);
  const [seen, setSeen] = useState(false);
  const [alive, setAlive] = useState(false);
  const touched = useRef<Point>(undefined);
  const box = useRef<HTMLDivElement>(null);
  const drawing = useMemo<Drawing>(
    () => ({ option: { ...chartLook, ...option }, ...(months ? { months } : {}) }),
    [option, months],
  );
  useEffect(() => {
    if (seen || reading || !box.current) return;
    return whenNear(box.current, () => setSeen(true));
  }, [seen, reading]);
  useEffect(() => {
    if (!seen || reading || !box.current) return;
    const at = box.current;
    if (!alive) return showPicture(at, drawing, () => setAlive(true));
    let wanted = true;
    let remove: (() => void) | undefined;
    import('./chart-drawn.ts').then(
      ({ drawChart }) => {
        if (!wanted) return;
        remove = drawChart(at, drawing, say, touched.current);
        touched.current = undefined;
      },
      // Where the drawing can't be fetched, the figures still are.
      () => setReading(true),
    );
    return () => {
      wanted = false;
      remove?.();
    };
  }, [drawing, say, seen, reading, alive]);
  const touch = (event: MouseEvent) => {
    const corner = event.currentTarget.getBoundingClientRect();
    touched.current = { x: event.clientX - corner.left, y: event.clientY - corner.top };
    setAlive(true);
  };
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
        <div
          ref={box}
          role="img"
          aria-label={summary}
          style={{ height }}
          {...(alive
            ? {}
            : {
                onClick: touch,
                // A finger that moves scrolls the page.
                onPointerMove: (event: PointerEvent) => event.pointerType === 'mouse' && touch(event),
              })}
        />
      )}
    </figure>
  );
}
