import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { startTransition, useEffect, useRef, useState } from 'react';
import { useTexts } from '../../texts/texts.tsx';
import { Checkbox } from '../../ui/controls.tsx';
import { Explain } from '../../ui/explain.tsx';
import { useCell } from './cell.tsx';
import type { ListProps } from './table.tsx';

/** A card's usual height. */
const cardPx = 237;
/** Cards rendered beyond those in sight: few at first, so that the first ones appear soon. */
const aheadAtFirst = 1;
const ahead = 6;

/** The same list on a phone: one card per machine, rendered only near the screen. */
export function MachineCards({ rows, total, now, columns, chosen, choose, reach }: ListProps) {
  const { machines } = useTexts();
  const cell = useCell(now);
  const list = useRef<HTMLUListElement>(null);
  const [overscan, setOverscan] = useState(aheadAtFirst);
  useEffect(() => startTransition(() => setOverscan(ahead)), []);
  const virtual = useWindowVirtualizer({
    count: total,
    estimateSize: () => cardPx,
    overscan,
    scrollMargin: list.current?.offsetTop ?? 0,
  });
  const items = virtual.getVirtualItems();
  const last = items[items.length - 1]?.index ?? 0;
  useEffect(() => reach(last), [reach, last]);
  const figures = columns.filter((column) => column !== 'name' && column !== 'worst' && column !== 'region');
  return (
    <ul className="cards" ref={list} style={{ height: virtual.getTotalSize() }}>
      {items.map((item) => {
        const row = rows[item.index];
        return (
          <li
            key={item.key}
            ref={virtual.measureElement}
            data-index={item.index}
            aria-setsize={total}
            aria-posinset={item.index + 1}
            style={{ transform: `translateY(${item.start - virtual.options.scrollMargin}px)` }}
          >
            {row ? (
              <div className="card">
                <div className="card-head">
                  <div>{cell(row, 'name')}</div>
                  <Checkbox
                    checked={chosen.has(row.machine)}
                    label={machines.choose(row.name)}
                    change={(on) => choose(row.machine, on)}
                  />
                </div>
                <div className="card-line">
                  {cell(row, 'worst')}
                  <span className="soft">{cell(row, 'region')}</span>
                </div>
                <dl>
                  {figures.map((column) => (
                    <div key={column}>
                      <dt>
                        <Explain text={machines.explain[column]}>{machines.column[column]}</Explain>
                      </dt>
                      <dd>
                        <Explain quiet text={machines.explain[column]}>
                          {cell(row, column)}
                        </Explain>
                      </dd>
                    </div>
                  ))}
                </dl>
              </div>
            ) : (
              <div className="card waiting">
                <i />
              </div>
            )}
          </li>
        );
      })}
    </ul>
  );
}
