import './handling.css';
import type { HandlingStep, Task } from '../../../shared/contracts/fleet-http.ts';
import { useFormat, useTexts } from '../texts/texts.tsx';
import { Icon } from '../ui/icon.tsx';

/** What is shown of a flag or a task. */
export type Handled = Pick<Task, 'acknowledged' | 'inCharge' | 'handling'>;

/** All that people did about a flag or task, oldest first: who, when, and what they wrote. */
export function HandlingList({ steps }: { steps: readonly HandlingStep[] }) {
  const { handling } = useTexts();
  const format = useFormat();
  if (steps.length === 0) return <p className="soft">{handling.none}</p>;
  return (
    <ol className="handling">
      {steps.map(({ kind, at, by, note, to }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: steps are only ever appended
        <li key={index}>
          {handling.step[kind](by, to ?? '')} <time dateTime={new Date(at).toISOString()}>{format.moment(at)}</time>
          {note && <q>{note}</q>}
        </li>
      ))}
    </ol>
  );
}

/**
 * Who is in charge, what was written last, and the rest with a click. Renders nothing if nobody did
 * anything.
 */
export function HandlingSummary({ of: { acknowledged, inCharge, handling: steps } }: { of: Handled }) {
  const { handling, words } = useTexts();
  const format = useFormat();
  const note = steps.filter((step) => step.note)[steps.filter((step) => step.note).length - 1]?.note;
  if (steps.length === 0) return null;
  return (
    <div className="handled">
      {inCharge !== null && (
        <p>
          <Icon name={acknowledged ? 'check' : 'person'} size={14} />{' '}
          {acknowledged ? handling.by(inCharge) : handling.waits(inCharge)}
        </p>
      )}
      {note && <q>{note}</q>}
      <details>
        <summary>{words.labelled(handling.title, format.count(steps.length))}</summary>
        <HandlingList steps={steps} />
      </details>
    </div>
  );
}
