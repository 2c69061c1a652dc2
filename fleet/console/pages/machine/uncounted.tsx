import { Suspense } from 'react';
import type { Uncounted } from '../../../../shared/contracts/fleet-http.ts';
import { lazyFile } from '../../api/console-file.ts';
import { useFleet } from '../../app/fleet.tsx';
import { aboutBoth, bothOf, useKeptDialog } from '../../app/kept-dialog.ts';
import { useFormat, useTexts } from '../../texts/texts.tsx';
import { Button } from '../../ui/controls.tsx';
import { claimOf } from './claim.ts';
import type { Deciding, PartProps } from './part-props.ts';

const DecideDialog = lazyFile(() => import('./decide-dialog.tsx'));

const keyOf = ({ ledger, reason }: Uncounted): string => `${ledger} ${reason}`;

function Waiting({ lines, decide }: { lines: Uncounted; decide: (deciding: Deciding) => void }) {
  const { uncounted: texts } = useTexts();
  const format = useFormat();
  const { mayStock, isAdmin } = useFleet();
  const mayDecide = lines.reason === 'closed-year' ? isAdmin : mayStock;
  return (
    <li>
      <div>
        <b>{texts.reason[lines.reason] ?? lines.reason}</b>
        <p>{claimOf(lines, texts, format)}</p>
        <p className="soft">
          {texts.lines(format.count(lines.lines), format.count(lines.first), format.count(lines.last))}
          {!lines.acceptable && ` · ${texts.never}`}
          {!mayDecide && lines.reason === 'closed-year' && ` · ${texts.onlyAdmin}`}
        </p>
      </div>
      {mayDecide && (
        <div className="row-acts">
          {lines.acceptable && (
            <Button small onClick={() => decide({ lines, verdict: 'accept' })}>
              {texts.accept}
            </Button>
          )}
          <Button small onClick={() => decide({ lines, verdict: 'reject' })}>
            {texts.reject}
          </Button>
        </div>
      )}
    </li>
  );
}

/**
 * Uncounted lines that wait for a decision, and earlier decisions. Renders nothing if there are
 * neither.
 */
export function UncountedLines({ machine }: PartProps) {
  const { uncounted: texts } = useTexts();
  const format = useFormat();
  const dialog = useKeptDialog(`decision ${machine.machine}`);
  const { uncounted, decisions } = machine;
  const { act, to } = bothOf(dialog.about ?? '');
  const lines = uncounted.find((each) => keyOf(each) === to);
  if (uncounted.length === 0 && decisions.length === 0) return null;
  return (
    <section className="sheet">
      <h2>{texts.title}</h2>
      {uncounted.length > 0 && <p className="soft">{texts.lead}</p>}
      <ul className="rows">
        {uncounted.map((each) => (
          <Waiting
            key={keyOf(each)}
            lines={each}
            decide={({ verdict }) => dialog.open(aboutBoth(verdict, keyOf(each)))}
          />
        ))}
        {decisions.map((each) => (
          <li key={each.id}>
            <div>
              <b>{each.verdict === 'accept' ? texts.accepted : texts.rejected}</b>
              <p>{texts.reason[each.reason] ?? each.reason}</p>
              <p className="soft">
                {each.by} · {format.moment(each.at)} · {each.note}
              </p>
            </div>
          </li>
        ))}
      </ul>
      <Suspense>
        {lines && (
          <DecideDialog
            machine={machine}
            deciding={{ lines, verdict: act === 'accept' ? 'accept' : 'reject' }}
            dialog={dialog}
          />
        )}
      </Suspense>
    </section>
  );
}
