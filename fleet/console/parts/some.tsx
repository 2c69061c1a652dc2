import { Button } from 'antd';
import { useState } from 'react';
import { flushSync } from 'react-dom';
import { useFormat, useTexts } from '../texts/texts.tsx';

/** The first so many of a long list, with a way to the rest; `print` shows all of it first, so that paper holds what the list holds. */
export function useSome<T>(all: readonly T[], step: number) {
  const [most, setMost] = useState(step);
  const { states } = useTexts();
  const format = useFormat();
  const some = all.slice(0, most);
  return {
    some,
    more: some.length < all.length && (
      <p className="more no-print">
        <Button onClick={() => setMost(most + step)}>{states.more}</Button>
        <span className="soft">{states.showing(format.count(some.length), format.count(all.length))}</span>
      </p>
    ),
    print: () => {
      flushSync(() => setMost(all.length));
      window.print();
    },
  };
}
