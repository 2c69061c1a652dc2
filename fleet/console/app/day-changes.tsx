import type { DayChange } from '../../../shared/contracts/fleet-http.ts';
import { useFormat, useTexts } from '../texts/texts.tsx';

/**
 * Days that were over when somebody changed whether they count: which, and by whom, when and why.
 */
export function DayChangeRows({ changes }: { changes: readonly DayChange[] }) {
  const { dayChanges: texts, reports, words } = useTexts();
  const format = useFormat();
  return (
    <ul className="rows">
      {changes.map(({ at, by, why, what, counted, from, until, days }) => (
        <li key={`${at} ${what} ${from}`}>
          <div>
            {from === until ? format.dayLong(from) : reports.range(format.dayLong(from), format.dayLong(until))}
            {words.note(words.days(format.count(days)))}{' '}
            <span className={counted ? 'chip' : 'chip warn'}>{counted ? texts.counted : texts.notCounted}</span>
            <p className="soft">
              {texts.what[what]} · {by} · {format.dated(at)}
              {why && ` · ${words.labelled(texts.why, why)}`}
            </p>
          </div>
        </li>
      ))}
    </ul>
  );
}
