import './ledger.css';
import { useState } from 'react';
import type { EventKind } from '../../../../shared/contracts/events.ts';
import type { StoredEvent } from '../../../../shared/contracts/fleet-http.ts';
import { withNullPrototype } from '../../../../shared/contracts/null-prototype.ts';
import { ledgerDay } from '../../api/first-requests.ts';
import { useLedger } from '../../api/machine-queries.ts';
import { setSearch } from '../../app/address.ts';
import { useFleet } from '../../app/fleet.tsx';
import { useSearch } from '../../app/router.tsx';
import { addDays } from '../../texts/format.ts';
import { lineTextValues } from '../../texts/ledger-line-text.ts';
import { useFormat, useTexts } from '../../texts/texts.tsx';
import { Button, RadioGroup } from '../../ui/controls.tsx';
import { DayInput } from '../../ui/day-input.tsx';
import { Icon } from '../../ui/icon.tsx';
import type { IconName } from '../../ui/icon-paths.ts';
import { Answer, Empty } from '../../ui/states.tsx';
import type { PartProps } from './part-props.ts';

type Group = 'issue' | 'stock' | 'health';

/** The filter that each kind of line belongs to. Null: it is visible only among all. */
const groupOf: Readonly<Record<EventKind, Group | null>> = {
  turning: null,
  issued: 'issue',
  'not-issued': 'issue',
  uncertain: 'issue',
  settled: 'issue',
  restocked: 'stock',
  counted: 'stock',
  removed: 'stock',
  lane: 'health',
  door: 'health',
  board: 'health',
  sensor: 'health',
  climate: 'health',
  booted: 'health',
  configured: 'health',
  command: 'health',
  tested: 'health',
};
const kindsIn = (group: Group): string[] =>
  Object.entries(groupOf).flatMap(([kind, its]) => (its === group ? [kind] : []));
const groups: Record<string, readonly string[]> = withNullPrototype({
  all: [],
  issue: kindsIn('issue'),
  stock: kindsIn('stock'),
  health: kindsIn('health'),
});

type Sign = { readonly icon: IconName; readonly tone: string };

const plain: Sign = { icon: 'clock', tone: '' };
const signs: Record<EventKind, Sign> & Record<string, Sign> = withNullPrototype({
  turning: plain,
  issued: { icon: 'box', tone: 'good' },
  'not-issued': { icon: 'pause', tone: 'warn' },
  uncertain: { icon: 'question', tone: 'warn' },
  settled: { icon: 'check', tone: 'good' },
  restocked: { icon: 'bag', tone: 'good' },
  counted: { icon: 'book', tone: '' },
  removed: { icon: 'swap', tone: '' },
  lane: { icon: 'columns', tone: '' },
  door: { icon: 'lock', tone: '' },
  board: { icon: 'chip', tone: '' },
  sensor: { icon: 'warning', tone: 'warn' },
  climate: plain,
  booted: plain,
  configured: plain,
  command: plain,
  tested: plain,
} satisfies Record<EventKind, Sign>);

function Line({ event }: { event: StoredEvent }) {
  const { machine: texts, words, events, uncounted } = useTexts();
  const format = useFormat();
  const { product, reason } = useFleet();
  const kind = typeof event.line?.kind === 'string' ? event.line.kind : '?';
  const sentence = event.line ? events[kind]?.(lineTextValues(event.line, words, format, product, reason)) : undefined;
  const sign = signs[kind] ?? plain;
  return (
    <li className={`line ${sign.tone}`}>
      <time dateTime={event.at === null ? undefined : new Date(event.at).toISOString()}>
        {event.at === null ? texts.noTime : format.time(event.at)}
      </time>
      <Icon name={sign.icon} size={18} />
      <div>
        {sentence ?? words.event[kind] ?? kind}
        {event.uncounted !== null && (
          <span className="chip warn">{uncounted.mark(uncounted.reason[event.uncounted] ?? event.uncounted)}</span>
        )}
        {event.corrected && <span className="chip quiet">{texts.corrected}</span>}
        <details>
          <summary>{texts.ledgerLine(format.count(event.seq))}</summary>
          <p className="soft">{texts.received(format.dated(event.received))}</p>
          <pre>{event.line ? JSON.stringify(event.line, null, 1) : event.text}</pre>
        </details>
      </div>
    </li>
  );
}

/**
 * About as high as a day's heading and one of its lines, so that nothing jumps when a day comes
 * near the screen.
 */
const headPx = 44;
const linePx = 46;

/** The lines of one day. */
function Day({ day, events }: { day: string; events: readonly StoredEvent[] }) {
  const { machine: texts } = useTexts();
  const format = useFormat();
  return (
    <section
      className="in-list"
      style={{ containIntrinsicSize: `${headPx + linePx * events.length}px` }}
      aria-label={format.dayLong(day)}
    >
      <h2>{format.dayNamed(day)}</h2>
      {events.some(({ corrected }) => corrected) && <p className="soft">{texts.dayUncertain}</p>}
      <ol>
        {events.map((event) => (
          <Line key={`${event.ledger}/${event.seq}`} event={event} />
        ))}
      </ol>
    </section>
  );
}

/** Limits the ledger to one day. The day is in the address. */
function DayChoice({ day, today }: { day: string | null; today: string }) {
  const { machine: texts } = useTexts();
  const show = (chosen: string | null) => setSearch({ day: chosen });
  return (
    <div className="day-choice no-print">
      <DayInput label={texts.ledgerDay} isLabelled value={day ?? ''} max={today} change={show} />
      {day !== null && (
        <>
          <Button onClick={() => show(addDays(day, -1))}>{texts.dayBefore}</Button>
          <Button disabled={day >= today} onClick={() => show(addDays(day, 1))}>
            {texts.dayAfter}
          </Button>
          <Button onClick={() => show(null)}>{texts.allDays}</Button>
        </>
      )}
    </div>
  );
}

/**
 * The machine's own ledger, newest first, as sentences. Each line opens to show what the machine
 * wrote.
 */
export default function Ledger({ machine }: PartProps) {
  const { machine: texts, states } = useTexts();
  const format = useFormat();
  const [group, setGroup] = useState('all');
  const { info } = useFleet();
  const day = ledgerDay(useSearch());
  const ledger = useLedger(machine.machine, { kind: groups[group], day });
  return (
    <section className="sheet ledger">
      <header>
        <p className="soft">
          {texts.ledgerLead} · {texts.ledgerThrough(format.count(machine.ledger.through))}
        </p>
        <RadioGroup
          name={texts.onlyKinds}
          value={group}
          choose={setGroup}
          options={[
            { value: 'all', label: texts.allKinds },
            { value: 'issue', label: texts.kindsIssue },
            { value: 'stock', label: texts.kindsStock },
            { value: 'health', label: texts.kindsHealth },
          ]}
        />
      </header>
      <DayChoice day={day} today={info.day} />
      <Answer of={ledger} lines={10}>
        {(data) => {
          const events = data.pages.flatMap((page) => page.events);
          if (events.length === 0) return <Empty title={day === null ? texts.ledgerNone : texts.ledgerNoneOf} />;
          const days = [...new Set(events.map((event) => event.day))];
          return (
            <>
              {days.map((each) => (
                <Day key={each} day={each} events={events.filter((event) => event.day === each)} />
              ))}
              {ledger.hasNextPage && (
                <p className="more">
                  <Button disabled={ledger.isFetchingNextPage} onClick={() => void ledger.fetchNextPage()}>
                    {states.more}
                  </Button>
                  <span className="soft">{states.showingFirst(format.count(events.length))}</span>
                </p>
              )}
            </>
          );
        }}
      </Answer>
    </section>
  );
}
