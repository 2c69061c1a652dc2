import { type ReactElement, useState } from 'react';
import type { Page } from '../page.ts';
import { Pick } from '../ui/pick.tsx';

const steps = [-5, -1, 1, 5] as const;

/** A number of boxes, changed by keys, and confirmed. */
export function Stepper({
  page,
  title,
  hint,
  first,
  most,
  enter,
}: {
  readonly page: Page;
  readonly title: string;
  readonly hint: string;
  /** The number that it begins with, and the largest. */
  readonly first: number;
  readonly most: number;
  enter(boxes: number): void;
}): ReactElement {
  const [boxes, setBoxes] = useState(first);
  const by = (step: number): void => setBoxes((before) => Math.min(most, Math.max(0, before + step)));
  const key = (step: (typeof steps)[number]): ReactElement => (
    <button key={step} type="button" className="key" onClick={() => by(step)}>
      {step > 0 ? `+${step}` : `−${-step}`}
    </button>
  );
  return (
    <Pick art="staff" title={title} below={<p className="hint">{hint}</p>}>
      <div className="stepper">
        {steps.slice(0, 2).map(key)}
        <output className="number">{boxes}</output>
        {steps.slice(2).map(key)}
        <button type="button" className="key primary" onClick={() => enter(boxes)}>
          {page.texts.confirm}
        </button>
      </div>
    </Pick>
  );
}
