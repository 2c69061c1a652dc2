import { withNullPrototype } from '../../../shared/contracts/null-prototype.ts';
import { useTexts } from '../texts/texts.tsx';
import { Icon } from './icon.tsx';
import type { IconName } from './icon-paths.ts';

const marks: Record<string, { icon: IconName; tone: string }> = withNullPrototype({
  urgent: { icon: 'urgent', tone: 'bad' },
  high: { icon: 'warning', tone: 'warn' },
  normal: { icon: 'clock', tone: 'quiet' },
  low: { icon: 'eye', tone: 'quiet' },
});

/** A severity as a shape, a colour and a word. */
export function SeverityChip({ of, children }: { of: string; children?: React.ReactNode }) {
  const { words } = useTexts();
  const mark = marks[of] ?? { icon: 'eye', tone: 'quiet' };
  return (
    <span className={`chip ${mark.tone}`}>
      <Icon name={mark.icon} size={14} />
      {children ?? words.severity[of] ?? of}
    </span>
  );
}
