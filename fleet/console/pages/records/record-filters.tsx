import { type FormEvent, useId } from 'react';
import type { RestockRecordKind } from '../../../../shared/contracts/fleet-http.ts';
import { type RecordFilter, recordFilters } from '../../api/first-requests.ts';
import { setSearch } from '../../app/address.ts';
import { useFleet } from '../../app/fleet.tsx';
import { useTexts } from '../../texts/texts.tsx';
import { Button, RadioGroup, Select } from '../../ui/controls.tsx';
import { DayInput } from '../../ui/day-input.tsx';

const kinds: readonly RestockRecordKind[] = ['restocked', 'removed', 'counted'];

/** A text to look for; it is looked for when it is entered whole. */
function TextFilter({ name, label, value }: { name: 'person' | 'lot'; label: string; value: string }) {
  const id = useId();
  const look = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    setSearch({ [name]: String(new FormData(event.currentTarget).get(name) ?? '').trim() });
  };
  return (
    <form key={value} className="text-filter day-input" onSubmit={look}>
      <label className="soft" htmlFor={id}>
        {label}
      </label>
      <input
        id={id}
        className="text-input"
        name={name}
        defaultValue={value}
        maxLength={64}
        size={10}
        onBlur={({ target }) => target.value.trim() !== value && target.form?.requestSubmit()}
      />
    </form>
  );
}

/** What the list of restock records is asked for: days, what was done, product, person and lot. */
export function RecordFilters({ asked }: { asked: Readonly<Record<RecordFilter, string>> }) {
  const { records } = useTexts();
  const { info, product } = useFleet();
  const isNarrowed = recordFilters.some((key) => asked[key] !== '');
  return (
    <div className="record-filters no-print">
      <DayInput
        label={records.from}
        isLabelled
        value={asked.from}
        max={info.day}
        change={(from) => setSearch({ from, ...(asked.to !== '' && from > asked.to ? { to: from } : {}) })}
      />
      <DayInput
        label={records.to}
        isLabelled
        value={asked.to}
        max={info.day}
        change={(to) => setSearch({ to, ...(to !== '' && to < asked.from ? { from: to } : {}) })}
      />
      <RadioGroup
        name={records.columns.kind}
        value={asked.kind}
        options={[
          { value: '', label: records.anyKind },
          ...kinds.map((value) => ({ value, label: records.kinds[value] })),
        ]}
        choose={(kind) => setSearch({ kind })}
      />
      <Select
        name={records.columns.product}
        value={asked.product}
        options={[
          { value: '', label: records.anyProduct },
          ...info.products.map(({ code }) => ({ value: code as string, label: product(code) })),
        ]}
        choose={(chosen) => setSearch({ product: chosen })}
      />
      <TextFilter name="person" label={records.columns.by} value={asked.person} />
      <TextFilter name="lot" label={records.columns.lot} value={asked.lot} />
      {isNarrowed && (
        <Button tone="link" onClick={() => setSearch(Object.fromEntries(recordFilters.map((key) => [key, null])))}>
          {records.clear}
        </Button>
      )}
    </div>
  );
}
