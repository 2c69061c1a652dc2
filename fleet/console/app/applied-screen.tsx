import './applied-screen.css';
import type { AppliedScreen } from '../../../shared/contracts/fleet-http.ts';
import { defaultEligibility } from '../../../shared/rules/eligibility.ts';
import { ruleSaid } from '../texts/rule-said.ts';
import { useFormat, useTexts } from '../texts/texts.tsx';
import { useFleet } from './fleet.tsx';

/** What applies in an area or at a machine, each with where it was set. */
export function AppliedScreenList({ of }: { of: AppliedScreen }) {
  const { screens: texts, words, rules } = useTexts();
  const format = useFormat();
  const { areaPath, area } = useFleet();
  const source = (from: string | null): string =>
    from === null ? texts.fromDefault : texts.from(area(from) ? areaPath(from) : from);
  const { volume, volumeHours } = of.volume.value;
  const loud = [
    texts.percent(String(volume)),
    ...volumeHours.map((each) =>
      texts.volumeAt(String(each.from), String(each.to), texts.percent(String(each.volume))),
    ),
  ];
  const rows = [
    [
      texts.sentence,
      of.rules.value.length === 0
        ? rules.all(defaultEligibility)
        : format.list(of.rules.value.map((each) => ruleSaid(each, { rules, screens: texts }, format))),
      of.rules.from,
    ],
    [texts.phone, of.phone.value ?? texts.noPhone, of.phone.from],
    [texts.discreet, of.discreet.value ? texts.yes : texts.no, of.discreet.from],
    [texts.volume, format.list(loud), of.volume.from],
    [
      texts.servicePoints,
      of.servicePoints.value.length === 0
        ? texts.noServicePoints
        : format.list(of.servicePoints.value.map(({ name }) => name)),
      of.servicePoints.from,
    ],
  ] as const;
  return (
    <dl className="applied-screen">
      {rows.map(([name, value, from]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            {value} <span className="soft">{words.bracketed(source(from))}</span>
          </dd>
        </div>
      ))}
    </dl>
  );
}
