import './machine.css';
import { type ComponentType, type KeyboardEvent, Suspense } from 'react';
import { useMachine } from '../../api/machine-queries.ts';
import { setSearch, useTo } from '../../app/address.ts';
import { useFleet } from '../../app/fleet.tsx';
import { Link } from '../../app/router.tsx';
import { ContactLine } from '../../app/site-contact.tsx';
import { machineParts, type PartKey } from '../../manifest.ts';
import { useTexts } from '../../texts/texts.tsx';
import { Icon } from '../../ui/icon.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { Answer, Loading } from '../../ui/states.tsx';
import { StopChip } from '../../ui/stop-chip.tsx';
import { useChosenInSight } from '../../ui/use-chosen-in-sight.ts';
import { HealthSigns } from './health.tsx';
import type { PartProps } from './part-props.ts';
import { QuarantineNote } from './quarantine.tsx';

function Head({ machine }: PartProps) {
  const { words, machine: texts, frame, quarantine } = useTexts();
  const { areaPath, may } = useFleet();
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
            {machine.quarantine && (
              <>
                {' '}
                <span className="chip warn">{quarantine.chip}</span>
              </>
            )}
          </>
        }
        lead={[areaPath(machine.region), words.site[machine.site] ?? machine.site, machine.address]
          .filter(Boolean)
          .join(' · ')}
      >
        {may('audit') && (
          <Link className="btn" to={to('/audit', { machine: machine.machine })}>
            {frame.audit}
          </Link>
        )}
      </PageHead>
      {machine.contact && <ContactLine of={machine.contact} whole />}
      <QuarantineNote machine={machine} />
      <HealthSigns machine={machine} />
    </>
  );
}

const partKeys = machineParts.map(({ key }) => key);
const firstPart = machineParts[0].key;
const openPart = (part: PartKey) => setSearch({ part: part === firstPart ? null : part });

/** The row of tabs. Arrow keys go to the next one. */
function Tabs({ name, selected }: { name: string; selected: PartKey }) {
  const { machine: texts } = useTexts();
  const row = useChosenInSight(selected);
  const onKeyDown = (event: KeyboardEvent, key: PartKey) => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    const next = partKeys[(partKeys.indexOf(key) + step + partKeys.length) % partKeys.length];
    if (step === 0 || next === undefined) return;
    openPart(next);
    document.getElementById(`tab-${next}`)?.focus();
  };
  return (
    <div className="tabs" role="tablist" aria-label={name} ref={row}>
      {partKeys.map((key) => (
        <button
          key={key}
          type="button"
          role="tab"
          id={`tab-${key}`}
          aria-selected={selected === key}
          aria-controls="part"
          tabIndex={selected === key ? 0 : -1}
          onClick={() => openPart(key)}
          onKeyDown={(event) => onKeyDown(event, key)}
        >
          {texts.tabs[key]}
        </button>
      ))}
    </div>
  );
}

interface MachinePageProps {
  id: string;
  part: PartKey;
  /** The component of the part. */
  Part: ComponentType<PartProps>;
}

/** One machine: its health, and one of its parts. */
export default function MachinePage({ id, part, Part }: MachinePageProps) {
  const answer = useMachine(id);
  return (
    <Answer of={answer} lines={10}>
      {(machine) => (
        <>
          <Head machine={machine} />
          <Tabs name={machine.name} selected={part} />
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
