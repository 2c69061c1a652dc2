import { lazy, Suspense, useState } from 'react';
import type { Flag } from '../../../../shared/contracts/fleet-http.ts';
import { type FlagWords, useFlagWords } from '../../app/flag-words.tsx';
import { useFleet } from '../../app/fleet.tsx';
import { useFormat, useTexts } from '../../texts/texts.tsx';
import { Button } from '../../ui/controls.tsx';
import { Icon } from '../../ui/icon.tsx';
import { SeverityChip } from '../../ui/severity.tsx';
import { useShowMore } from '../../ui/show-more.tsx';
import type { PartProps } from './part-props.ts';

const AcknowledgeDialog = lazy(() => import('../../app/acknowledge-dialog.tsx'));

const flagsAtFirst = 4;

interface FlagRowProps {
  flag: Flag;
  words: FlagWords;
  /** The instant of the machine's figures, in ms. */
  asOf: number;
  acknowledge: () => void;
}

function FlagRow({ flag, words, asOf, acknowledge }: FlagRowProps) {
  const { today, words: lists } = useTexts();
  const format = useFormat();
  const { mayWrite } = useFleet();
  return (
    <li>
      <SeverityChip of={flag.severity} />
      <div>
        <b>{words.title}</b>
        <p className="soft">{words.why}</p>
        <p>{words.next}</p>
        <p className="soft">
          {lists.since(format.ago(flag.raised, asOf))}
          {flag.acknowledged && ` · ${today.acknowledgedBy(flag.acknowledged.by, format.moment(flag.acknowledged.at))}`}
          {flag.acknowledged?.note && ` · ${flag.acknowledged.note}`}
        </p>
      </div>
      {mayWrite && !flag.acknowledged && (
        <Button small onClick={acknowledge}>
          {today.acknowledge}
        </Button>
      )}
    </li>
  );
}

/** The machine's open flags: what is wrong, why, and what to do. */
export function OpenFlags({ machine }: PartProps) {
  const { machine: texts } = useTexts();
  const wordsOf = useFlagWords();
  const { shown, more } = useShowMore(machine.flags, flagsAtFirst);
  const [acknowledging, setAcknowledging] = useState<Flag | null>(null);
  return (
    <section className="sheet open-flags">
      <h2>{texts.todo}</h2>
      {machine.flags.length === 0 && (
        <p className="soft">
          <Icon name="check" /> {texts.nothing}
        </p>
      )}
      <ul>
        {shown.map((flag) => (
          <FlagRow
            key={flag.id}
            flag={flag}
            words={wordsOf(flag)}
            asOf={machine.asOf}
            acknowledge={() => setAcknowledging(flag)}
          />
        ))}
      </ul>
      {more}
      <Suspense>
        {acknowledging && (
          <AcknowledgeDialog
            of={{ name: machine.name, title: wordsOf(acknowledging).title, flags: [acknowledging] }}
            close={() => setAcknowledging(null)}
          />
        )}
      </Suspense>
    </section>
  );
}
