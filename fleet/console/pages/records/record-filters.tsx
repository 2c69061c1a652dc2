import '../../app/list-filters.css';
import type { RestockRecordKind } from '../../../../shared/contracts/fleet-http.ts';
import { type RecordFilter, recordFilters } from '../../api/first-requests.ts';
import { setSearch } from '../../app/address.ts';
import { DaysFilter } from '../../app/days-filter.tsx';
import { useFleet } from '../../app/fleet.tsx';
import { TextFilter } from '../../app/text-filter.tsx';
import { useTexts } from '../../texts/texts.tsx';
import { Button, RadioGroup, Select } from '../../ui/controls.tsx';

const kinds: readonly RestockRecordKind[] = ['restocked', 'removed', 'counted'];

/** What the list of restock records is asked for: days, what was done, product, person and lot. */
export function RecordFilters({ asked }: { asked: Readonly<Record<RecordFilter, string>> }) {
  const { records } = useTexts();
  const { info, product } = useFleet();
  const isNarrowed = recordFilters.some((key) => asked[key] !== '');
  return (
    <div className="list-filters no-print">
      <DaysFilter from={asked.from} to={asked.to} />
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
