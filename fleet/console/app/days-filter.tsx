import { useTexts } from '../texts/texts.tsx';
import { DayInput } from '../ui/day-input.tsx';
import { setSearch } from './address.ts';
import { useFleet } from './fleet.tsx';

/** The days that narrow a list; the first is never after the last. */
export function DaysFilter({ from, to }: { from: string; to: string }) {
  const { records } = useTexts();
  const { info } = useFleet();
  return (
    <>
      <DayInput
        label={records.from}
        isLabelled
        value={from}
        max={info.day}
        change={(next) => setSearch({ from: next, ...(to !== '' && next > to ? { to: next } : {}) })}
      />
      <DayInput
        label={records.to}
        isLabelled
        value={to}
        max={info.day}
        change={(next) => setSearch({ to: next, ...(next !== '' && next < from ? { from: next } : {}) })}
      />
    </>
  );
}
