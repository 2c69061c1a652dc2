import type { ReactElement } from 'react';
import type { StaffView } from '../../../shared/screen/staff.ts';
import { inLanguage, type Page } from '../page.ts';
import { Say } from '../ui/say.tsx';
import { CardList, does, Report, StaffFrame, turning } from './staff-frame.tsx';

type Of<K extends StaffView['step']> = { readonly page: Page; readonly step: Extract<StaffView, { readonly step: K }> };

/** The parts of staff mode that this person may open. */
export function HomeView({ page, step }: Of<'home'>): ReactElement {
  const { texts } = page;
  const t = texts.staffMode;
  const { last, drafted, unsent } = step;
  const said = [
    drafted > 0 ? t.drafted(drafted) : null,
    last === null ? null : t.last(last.lanes, last.added, last.removed),
    t.unsent(unsent),
  ].filter((part) => part !== null);
  return (
    <StaffFrame
      page={page}
      back={false}
      choices={[
        { label: t.parts.leave, press: does(page, { do: 'open', part: 'leave' }) },
        { label: texts.staff.leave, press: does(page, { do: 'sign-out' }) },
      ]}
    >
      <CardList
        title={t.hello(step.name)}
        hint={said.slice(0, 2).join(' · ')}
        cards={step.parts
          .filter((part) => part !== 'leave')
          .map((part) => ({ label: t.parts[part], press: does(page, { do: 'open', part }) }))}
      />
    </StaffFrame>
  );
}

/** A lane to clear or to test, or the sensor: the question, the wait, and how it ended. */
export function TaskView({ page, step }: Of<'task'>): ReactElement {
  const t = page.texts.staffMode;
  const { part, lane, state, fell, problem } = step;
  switch (state) {
    case 'ask':
      return (
        <StaffFrame page={page} choices={[{ label: t.start, primary: true, press: does(page, { do: 'confirm' }) }]}>
          <Say art="staff" title={t.asks[part](lane)} />
        </StaffFrame>
      );
    case 'working':
      return (
        <StaffFrame page={page} back={false}>
          <Say art="dispensing" title={t.working}>
            <div className="bar">
              <i />
            </div>
          </Say>
        </StaffFrame>
      );
    case 'done':
      return (
        <StaffFrame page={page}>
          <Say art="take" title={t.taskDone[part]} hint={part === 'test' ? t.notCounted : null} />
        </StaffFrame>
      );
    case 'failed':
      return (
        <StaffFrame page={page}>
          <Say
            art="failed"
            attention
            title={part === 'test' && problem === null ? t.fell(fell) : t.failed}
            hint={problem === null ? null : t.problems[problem]}
          />
        </StaffFrame>
      );
  }
}

/** Whether everything is in order before staff leave. */
export function LeaveView({ page, step }: Of<'leave'>): ReactElement {
  const { texts } = page;
  const t = texts.staffMode;
  const bad = step.checks.filter(({ isGood }) => !isGood);
  const leave = { label: texts.staff.leave, primary: bad.length === 0, press: does(page, { do: 'sign-out' }) };
  if (bad.length === 0)
    return (
      <StaffFrame page={page} choices={[leave]}>
        <Say art="take" title={t.allGood} />
      </StaffFrame>
    );
  return (
    <StaffFrame page={page} choices={[leave]}>
      <Report
        title={t.notGood}
        rows={bad.slice(0, 5).map(({ check, lanes }) => ({
          name: t.checks[check],
          value: lanes.length === 0 ? '' : t.lanes(lanes),
          isBad: true,
        }))}
      />
    </StaffFrame>
  );
}

/** What a technician asks first, the last warnings, and the support bundle. */
export function TechnicianView({ page, step }: Of<'technician'>): ReactElement {
  const { texts, view } = page;
  const t = texts.staffMode;
  const { topics, errors, stick } = step;
  const save = { label: t.bundle, press: does(page, { do: 'bundle' }) };
  const canSave = stick === 'ready' || stick === 'written' || stick === 'failed';
  return (
    <StaffFrame page={page} choices={[...turning(page, step.page), ...(canSave ? [save] : [])]}>
      <Report
        title={errors.length > 0 ? t.errors : t.parts.technician}
        hint={stick === null ? null : t.stick[stick]}
        rows={[
          ...topics.map(({ topic, isGood, value }) => ({
            name: t.topics[topic],
            value: inLanguage(value, view),
            isBad: isGood === false,
          })),
          ...errors.map(({ at, text }) => ({ name: timeOf(at), value: inLanguage(text, view) })),
        ]}
      />
    </StaffFrame>
  );
}

/** A time in China, `11-29 09:05`. */
const timeOf = (at: number): string => new Date(at + 8 * 3_600_000).toISOString().slice(5, 16).replace('T', ' ');
