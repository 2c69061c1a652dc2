import { useTexts } from '../texts/texts.tsx';
import { Explain } from './explain.tsx';
import { Icon } from './icon.tsx';

/** Whether a year's target is reached. Null, with the reason, where that cannot be judged yet. */
export function ReachedChip({ is }: { is: boolean | null }) {
  const { reached } = useTexts().words;
  if (is === null)
    return (
      <Explain className="chip quiet" text={reached.explain}>
        {reached.notJudged}
      </Explain>
    );
  return (
    <span className={`chip ${is ? 'good' : 'bad'}`}>
      <Icon name={is ? 'check' : 'warning'} size={14} />
      {is ? reached.yes : reached.no}
    </span>
  );
}
