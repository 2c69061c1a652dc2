import { Suspense } from 'react';
import type { Flag } from '../../../../shared/contracts/fleet-http.ts';
import { lazyFile } from '../../api/console-file.ts';
import { type FlagWords, useFlagWords } from '../../app/flag-words.tsx';
import { useFleet } from '../../app/fleet.tsx';
import { HandlingSummary } from '../../app/handling.tsx';
import { type Act, HandlingMenu, readAct } from '../../app/handling-menu.tsx';
import { aboutBoth, bothOf, useKeptDialog } from '../../app/kept-dialog.ts';
import { useFormat, useTexts } from '../../texts/texts.tsx';
import { Button } from '../../ui/controls.tsx';
import { Icon } from '../../ui/icon.tsx';
import { SeverityChip } from '../../ui/severity.tsx';
import { useShowMore } from '../../ui/show-more.tsx';
import { Unbroken } from '../../ui/unbroken.tsx';
import type { PartProps } from './part-props.ts';

const HandleDialog = lazyFile(() => import('../../app/handle-dialog.tsx'));

const flagsAtFirst = 4;

interface FlagRowProps {
  flag: Flag;
  words: FlagWords;
  /** The instant of the machine's figures, in ms. */
  asOf: number;
  act: (act: Act) => void;
}

function FlagRow({ flag, words, asOf, act }: FlagRowProps) {
  const { handling, words: lists } = useTexts();
  const format = useFormat();
  const { mayWrite } = useFleet();
  return (
    <li>
      <SeverityChip of={flag.severity} />
      <div>
        <b>{words.title}</b>
        <p className="soft">
          <Unbroken>{words.why}</Unbroken>
        </p>
        <p>{words.next}</p>
        <p className="soft">
          <Unbroken>{lists.since(format.moment(flag.since), format.ago(flag.since, asOf))}</Unbroken>
        </p>
        <HandlingSummary of={{ ...flag, acknowledged: flag.acknowledged !== null }} />
      </div>
      {mayWrite && (
        <div className="row-acts">
          {!flag.acknowledged && (
            <Button small onClick={() => act('acknowledged')}>
              {handling.act.acknowledged}
            </Button>
          )}
          <HandlingMenu of={{ ...flag, acknowledged: flag.acknowledged !== null }} name={words.title} act={act} />
        </div>
      )}
    </li>
  );
}

/** The machine's open flags: what is wrong, why, and what to do. */
export function OpenFlags({ machine }: PartProps) {
  const { machine: texts } = useTexts();
  const wordsOf = useFlagWords();
  const { shown, more } = useShowMore(machine.flags, flagsAtFirst);
  const dialog = useKeptDialog(`flag ${machine.machine}`);
  const { act, to } = bothOf(dialog.about ?? '');
  const acting = machine.flags.find(({ id }) => id === to);
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
            act={(what) => dialog.open(aboutBoth(what, flag.id))}
          />
        ))}
      </ul>
      {more}
      <Suspense>
        {acting && (
          <HandleDialog
            of={{
              path: `/flags/${encodeURIComponent(acting.id)}`,
              name: machine.name,
              region: machine.region,
              title: wordsOf(acting).title,
              contact: machine.contact,
              handling: acting.handling,
            }}
            act={readAct(act)}
            dialog={dialog}
          />
        )}
      </Suspense>
    </section>
  );
}
