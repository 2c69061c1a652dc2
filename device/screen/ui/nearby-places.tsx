import { type ReactElement, useLayoutEffect, useRef, useState } from 'react';
import type { Nearby } from '../../../shared/screen/view.ts';
import type { Page } from '../page.ts';

/** Whether the words that hold a list are higher than their place on the glass. */
function overflows(list: Element): boolean {
  const words = list.closest('.words');
  const [first, last] = [words?.firstElementChild, words?.lastElementChild];
  if (!words || !first || !last) return false;
  return last.getBoundingClientRect().bottom - first.getBoundingClientRect().top > words.clientHeight;
}

/**
 * Places nearby with distance, opening hours and telephone, and how old that knowledge is: as many
 * as there is room for.
 */
export function NearbyPlaces({ page, nearby }: { readonly page: Page; readonly nearby: Nearby }): ReactElement | null {
  const { texts } = page;
  const list = useRef<HTMLUListElement>(null);
  const [most, setMost] = useState(nearby.places.length);
  useLayoutEffect(() => {
    if (list.current !== null && overflows(list.current)) setMost(most - 1);
  }, [most]);
  const places = nearby.places.slice(0, most);
  if (places.length === 0) return null;
  return (
    <ul className="places" ref={list}>
      {places.map(({ name, address, distanceM, hours, phone }) => (
        <li key={name + address}>
          <b>{name}</b>
          <span className="distance">{distanceM !== null && texts.distance(distanceM)}</span>
          <span className="where">{[address, hours, phone].filter((each) => each !== '').join(' · ')}</span>
        </li>
      ))}
      <li className="age">{texts.age(nearby.ageDays)}</li>
    </ul>
  );
}
