import './chart.css';
import { type MouseEvent, type PointerEvent, useEffect, useMemo, useRef, useState } from 'react';
import { useTexts } from '../texts/texts.tsx';
import type { Drawing, Point, TooltipFormatter } from './chart-drawn.ts';
import { chartLook } from './chart-look.ts';
import { chartPicture } from './chart-picture.ts';

interface Props {
  title: string;
  /** One sentence that says what the chart shows, for people who cannot see it. */
  summary: string;
  /** Contains no functions, because it is sent to another thread. */
  option: Drawing['option'];
  months?: readonly string[];
  tooltip?: TooltipFormatter;
  /** The same figures as a table, for screen readers and for people who prefer to read. */
  table: { head: readonly string[]; rows: readonly (readonly string[])[] };
  height?: number;
  /** Set if there is no other heading between it and the page's title. */
  first?: boolean;
}

/** How far below the screen a chart may be when it is fetched and drawn. */
const aheadOfSight = '80px';

/** Calls back once when an element is near the screen. */
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

/**
 * Shows a picture of a chart in an element, and a new one whenever the element's size changes.
 * Returns a function that stops this.
 */
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

/** The figures of a chart as a table. */
function FigureTable({ title, table, height }: Pick<Props, 'title' | 'table'> & { height: number }) {
  return (
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
  );
}

interface DrawingProps {
  drawing: Drawing;
  tooltip: TooltipFormatter | undefined;
  summary: string;
  height: number;
  setTable: (isTable: boolean) => void;
}

/**
 * Shows a picture of the chart once it is in sight, and the interactive chart once somebody points
 * at it.
 */
function DrawnChart({ drawing, tooltip, summary, height, setTable }: DrawingProps) {
  const [isSeen, setSeen] = useState(false);
  const [isLive, setLive] = useState(false);
  const touched = useRef<Point>(undefined);
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (isSeen || !box.current) return;
    return whenNear(box.current, () => setSeen(true));
  }, [isSeen]);
  useEffect(() => {
    if (!isSeen || !box.current) return;
    const element = box.current;
    if (!isLive) return showPicture(element, drawing, () => setLive(true));
    let wanted = true;
    let remove: (() => void) | undefined;
    import('./chart-drawn.ts').then(
      ({ drawChart }) => {
        if (!wanted) return;
        remove = drawChart(element, drawing, tooltip, touched.current);
        touched.current = undefined;
      },
      // If the library cannot be fetched, the figures remain.
      () => setTable(true),
    );
    return () => {
      wanted = false;
      remove?.();
    };
  }, [drawing, tooltip, isSeen, isLive, setTable]);
  const touch = (event: MouseEvent) => {
    const corner = event.currentTarget.getBoundingClientRect();
    touched.current = { x: event.clientX - corner.left, y: event.clientY - corner.top };
    setLive(true);
  };
  const touchable = {
    onClick: touch,
    // A moving finger scrolls the page.
    onPointerMove: (event: PointerEvent) => event.pointerType === 'mouse' && touch(event),
  };
  return <div ref={box} role="img" aria-label={summary} style={{ height }} {...(isLive ? {} : touchable)} />;
}

/**
 * A chart with its figures, drawn or as a table. At first it is a picture that a worker draws when
 * the chart comes into sight. The chart library itself is fetched when somebody points at it, and
 * then shows the figures under the pointer.
 */
export function Chart({ title, summary, option, months, tooltip, table, height = 240, first = false }: Props) {
  const { machine } = useTexts();
  const [isTable, setTable] = useState(false);
  const drawing = useMemo<Drawing>(
    () => ({ option: { ...chartLook, ...option }, ...(months ? { months } : {}) }),
    [option, months],
  );
  return (
    <figure className="chart">
      <figcaption>
        {first ? <h2>{title}</h2> : <h3>{title}</h3>}
        <button type="button" className="switch" aria-pressed={isTable} onClick={() => setTable(!isTable)}>
          {isTable ? machine.asChart : machine.asTable}
        </button>
      </figcaption>
      {isTable ? (
        <FigureTable title={title} table={table} height={height} />
      ) : (
        <DrawnChart {...{ drawing, tooltip, summary, height }} setTable={setTable} />
      )}
    </figure>
  );
}
