import './reports.css';
import { setSearch } from '../../app/address.ts';
import { useSearch } from '../../app/router.tsx';
import { useTexts } from '../../texts/texts.tsx';
import { RadioGroup } from '../../ui/controls.tsx';
import { IssuedSheet } from './issued-sheet.tsx';
import { YearSheet } from './year-sheet.tsx';

export default function ReportsPage() {
  const { reports } = useTexts();
  const search = useSearch();
  const which = search.get('report') === 'year' ? 'year' : 'issued';
  const choice = (
    <RadioGroup
      name={reports.title}
      value={which}
      options={[
        { value: 'issued', label: reports.issued },
        { value: 'year', label: reports.year },
      ]}
      choose={(value) => setSearch({ report: value === 'issued' ? null : value })}
    />
  );
  return which === 'year' ? <YearSheet choice={choice} /> : <IssuedSheet choice={choice} />;
}
