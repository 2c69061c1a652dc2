import { type ReactElement, useState } from 'react';
import type { DifferenceReason, StaffView } from '../../../shared/screen/staff.ts';
import { inLanguage, type Page } from '../page.ts';
import { NumberPad } from '../ui/number-pad.tsx';
import { Say } from '../ui/say.tsx';
import { LotPad } from './lot-pad.tsx';
import { CardList, does, Report, StaffFrame, turning } from './staff-frame.tsx';
import { Stepper } from './stepper.tsx';

type Of<K extends StaffView['step']> = { readonly page: Page; readonly step: Extract<StaffView, { readonly step: K }> };

/** The lane and its product, over each step at it. */
const titleOf = ({ page, step }: Of<'count' | 'difference' | 'remove' | 'load'>): string =>
  `${page.texts.staffMode.lane(step.lane)} ${inLanguage(step.name, page.view)}`;

/** Lanes to choose from, with what they need. */
export function LanesView({ page, step }: Of<'lanes'>): ReactElement {
  const { texts, view } = page;
  const t = texts.staffMode;
  const review = { label: t.review, primary: true, press: does(page, { do: 'confirm' }) };
  const several = step.page.of > 1 ? texts.page(step.page.number, step.page.of) : null;
  return (
    <StaffFrame page={page} choices={[...turning(page, step.page), ...(step.mayReview ? [review] : [])]}>
      <CardList
        title={step.lanes.length === 0 ? t.noLanes : `${t.parts[step.part]}：${t.chooseLane}`}
        hint={several}
        cards={step.lanes.map(({ lane, name, need, done }) => ({
          label: t.lane(lane),
          below: [inLanguage(name, view), done ? t.done : need === null ? null : t.needs[need]]
            .filter((part) => part !== null)
            .join(' · '),
          press: does(page, { do: 'lane', lane }),
        }))}
      />
    </StaffFrame>
  );
}

/** How many boxes are in the lane. */
export function CountView({ page, step }: Of<'count'>): ReactElement {
  const t = page.texts.staffMode;
  return (
    <StaffFrame page={page}>
      <Stepper
        page={page}
        title={`${t.lane(step.lane)}：${t.count}`}
        hint={`${inLanguage(step.name, page.view)} · ${t.countHint(step.book)}`}
        first={step.book ?? 0}
        most={step.most}
        enter={(boxes) => does(page, { do: 'boxes', boxes })()}
      />
    </StaffFrame>
  );
}

const reasons: readonly DifferenceReason[] = ['miscounted', 'unbooked', 'missing', 'damaged', 'unknown'];

/** Why the count differs from the books. */
export function DifferenceView({ page, step }: Of<'difference'>): ReactElement {
  const t = page.texts.staffMode;
  return (
    <StaffFrame page={page}>
      <CardList
        title={`${t.lane(step.lane)}：${t.difference(step.counted, step.book)}`}
        hint={t.differenceHint}
        cards={reasons.map((reason) => ({ label: t.reasons[reason], press: does(page, { do: 'reason', reason }) }))}
      />
    </StaffFrame>
  );
}

/** How many boxes of an unfit lot were taken out. */
export function RemoveView({ page, step }: Of<'remove'>): ReactElement {
  const t = page.texts.staffMode;
  const { reason, lot, expires, boxes, from } = step;
  return (
    <StaffFrame page={page}>
      <Stepper
        key={`${lot} ${from}`}
        page={page}
        title={`${t.lane(step.lane)}：${t.remove}`}
        hint={t.removeHint(t.removals[reason], lot, expires, boxes, from)}
        first={reason === 'returned' ? 0 : boxes}
        most={boxes}
        enter={(taken) => does(page, { do: 'boxes', boxes: taken })()}
      />
    </StaffFrame>
  );
}

/** Loading: a code, the lot, the expiry, the number of boxes. */
export function LoadView({ page, step }: Of<'load'>): ReactElement {
  const { texts } = page;
  const t = texts.staffMode;
  const [types, setTypes] = useState(false);
  const problem = step.problem === null ? null : t.problems[step.problem];
  if (step.ask === 'lot' || types)
    return (
      <StaffFrame page={page} pad>
        <LotPad page={page} enter={(lot) => does(page, { do: 'lot', lot, expires: null })()} />
      </StaffFrame>
    );
  switch (step.ask) {
    case 'expiry':
      return (
        <StaffFrame page={page} pad>
          <NumberPad
            title={t.expiryTitle}
            hint={problem ?? t.expiryHint}
            most={8}
            hidden={false}
            texts={texts}
            enter={(digits) => /^\d{6}(\d\d)?$/.test(digits) && does(page, { do: 'expiry', digits })()}
          />
        </StaffFrame>
      );
    case 'which':
      return (
        <StaffFrame
          page={page}
          choices={[
            { label: t.no, press: does(page, { do: 'answer', yes: false }) },
            { label: t.yes, primary: true, press: does(page, { do: 'answer', yes: true }) },
          ]}
        >
          <Say art="scan" title={t.which} hint={t.lotIs(step.lot, step.expires)} />
        </StaffFrame>
      );
    case 'boxes':
      return (
        <StaffFrame page={page}>
          <Stepper
            page={page}
            title={`${t.lane(step.lane)}：${t.boxes}`}
            hint={problem ?? `${t.lotIs(step.lot, step.expires)} · ${t.loadHint(step.room, step.added)}`}
            first={step.suggested}
            most={step.room}
            enter={(boxes) => does(page, { do: 'boxes', boxes })()}
          />
        </StaffFrame>
      );
    default:
      return <CodeView page={page} step={step} problem={problem} types={() => setTypes(true)} />;
  }
}

/** Waits for a code; lots that are known can be chosen, and others typed. */
function CodeView({
  page,
  step,
  problem,
  types,
}: Of<'load'> & { readonly problem: string | null; types(): void }): ReactElement {
  const t = page.texts.staffMode;
  const done = { label: t.laneDone, primary: true, press: does(page, { do: 'confirm' }) };
  const lots = step.lots.flatMap(({ lot, expires }) =>
    lot === null ? [] : [{ label: lot, below: expires, press: does(page, { do: 'lot', lot, expires }) }],
  );
  return (
    <StaffFrame page={page} choices={[done]}>
      <CardList
        title={problem ?? `${titleOf({ page, step })}：${t.load}`}
        hint={t.loadHint(step.room, step.added)}
        cards={[...lots, { label: t.typeLot, press: types }]}
      />
    </StaffFrame>
  );
}

/** Everything that is about to be entered. */
export function ReviewView({ page, step }: Of<'review'>): ReactElement {
  const { texts, view } = page;
  const t = texts.staffMode;
  const enter = { label: t.enter, primary: true, press: does(page, { do: 'confirm' }) };
  return (
    <StaffFrame page={page} choices={[...turning(page, step.page), enter]}>
      <Report
        title={step.problem === null ? t.reviewTitle : t.problems[step.problem]}
        rows={step.lines.map(({ lane, name, before, counted, removed, added, after }) => ({
          name: `${t.lane(lane)} ${inLanguage(name, view)}`,
          value: t.reviewRow(counted ?? before, removed, added, after),
        }))}
      />
    </StaffFrame>
  );
}

/** It is entered. */
export function EnteredView({ page, step }: Of<'entered'>): ReactElement {
  const t = page.texts.staffMode;
  return (
    <StaffFrame page={page}>
      <Say art="take" title={t.entered} hint={t.enteredHint(step.lanes, step.added, step.removed)}>
        {step.warned && <p>{t.warned}</p>}
      </Say>
    </StaffFrame>
  );
}
