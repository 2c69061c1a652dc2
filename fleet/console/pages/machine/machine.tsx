import './machine.css';
import { Suspense, useEffect } from 'react';
import { useMachine } from '../../api/queries.ts';
import { setSearch, useTo } from '../../app/address.ts';
import { useFleet } from '../../app/fleet.tsx';
import { PageHead } from '../../app/frame.tsx';
import { Icon } from '../../app/icon.tsx';
import { Link, useSearch } from '../../app/router.tsx';
import { useTexts } from '../../texts/texts.tsx';
import { Answer, Loading } from '../../ui/states.tsx';
import { StopChip } from '../../ui/stop-chip.tsx';
import { HealthFacts } from './health.tsx';
import type { PartGiven } from './part-given.ts';
import { partAsked, partKeys } from './parts.ts';

function Head({ machine }: PartGiven) {
  const { words, machine: texts } = useTexts();
  const { areaPath } = useFleet();
  const to = useTo();
  return (
    <>
      <nav className="crumb" aria-label={texts.back}>
        <Link to={to('/machines')}>{texts.back}</Link>
        <Icon name="next" size={14} />
        <span>{machine.machine}</span>
      </nav>
      <PageHead
        title={
          <>
            {machine.name}{' '}
            <span className={machine.service === 'in-service' ? 'chip good' : 'chip warn'}>
              {words.service[machine.service] ?? machine.service}
            </span>{' '}
            <StopChip of={machine.stop} />
          </>
        }
        lead={[areaPath(machine.region), words.site[machine.site] ?? machine.site, machine.address]
          .filter(Boolean)
          .join(' · ')}
      />
      <HealthFacts machine={machine} />
    </>
  );
}

export default function MachinePage({ id }: { id: string }) {
  const { machine: texts } = useTexts();
  const search = useSearch();
  const { key: part, Part } = partAsked(search);
  const answer = useMachine(id);
  const there = answer.data !== undefined;
  useEffect(() => {
    // On a phone the row of tabs is wider than the screen.
    if (there) document.getElementById(`tab-${part}`)?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [part, there]);
  return (
    <Answer of={answer} lines={10}>
      {(machine) => (
        <>
          <Head machine={machine} />
          <div className="tabs" role="tablist" aria-label={machine.name}>
            {partKeys.map((key) => (
              <button
                key={key}
                type="button"
                role="tab"
                id={`tab-${key}`}
                aria-selected={part === key}
                aria-controls="part"
                tabIndex={part === key ? 0 : -1}
                onClick={() => setSearch({ part: key === 'now' ? null : key })}
                onKeyDown={(event) => {
                  const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
                  const next = partKeys[(partKeys.indexOf(key) + step + partKeys.length) % partKeys.length];
                  if (step === 0 || next === undefined) return;
                  setSearch({ part: next === 'now' ? null : next });
                  document.getElementById(`tab-${next}`)?.focus();
                }}
              >
                {texts.tabs[key]}
              </button>
            ))}
          </div>
          <div id="part" role="tabpanel" aria-labelledby={`tab-${part}`}>
            <Suspense fallback={<Loading lines={12} />}>
              <Part key={machine.machine} machine={machine} />
            </Suspense>
          </div>
        </>
      )}
    </Answer>
  );
}
