import type { Machine } from '../../../../shared/contracts/fleet-http.ts';
import { useFleet } from '../../app/fleet.tsx';
import { useFormat, useTexts } from '../../texts/texts.tsx';
import { Explain } from '../../ui/explain.tsx';
import { Icon } from '../../ui/icon.tsx';
import type { IconName } from '../../ui/icon-paths.ts';
import { Unbroken } from '../../ui/unbroken.tsx';

interface SignShown {
  key: 'link' | 'agent' | 'hardware' | 'lastIssued';
  name: string;
  icon: IconName;
  good: boolean | null;
  state: string;
  detail: string | null;
}

/**
 * The four signs that make up "online", each with a word and an icon, because one of them alone
 * says little.
 */
export function HealthSigns({ machine }: { machine: Machine }) {
  const { machine: texts, words } = useTexts();
  const format = useFormat();
  const { product } = useFleet();
  const { link, agent, hardware, lastIssued } = machine.health;
  const ago = (ms: number | null) => (ms === null ? null : format.ago(ms, machine.asOf));
  const since = (ms: number | null) =>
    ms === null ? null : words.since(format.moment(ms), format.ago(ms, machine.asOf));
  const known = (state: string, good: string) => (state === 'unknown' ? null : state === good);
  const signs: SignShown[] = [
    {
      key: 'link',
      name: texts.healthLink,
      icon: 'link',
      good: known(link.state, 'up'),
      state: words.link[link.state] ?? link.state,
      detail: link.refused
        ? texts.linkRefused(format.moment(link.refused.since), format.count(link.refused.times))
        : since(link.since),
    },
    {
      key: 'agent',
      name: texts.healthAgent,
      icon: 'machine',
      good: known(agent.state, 'alive'),
      state: words.agent[agent.state] ?? agent.state,
      detail: ago(agent.heard),
    },
    {
      key: 'hardware',
      name: texts.healthHardware,
      icon: 'chip',
      good: known(hardware.state, 'answering'),
      state: words.hardware[hardware.state] ?? hardware.state,
      detail: hardware.reason ? (words.reason[hardware.reason] ?? hardware.reason) : since(hardware.since),
    },
    {
      key: 'lastIssued',
      name: texts.healthLastIssued,
      icon: 'box',
      good: lastIssued ? true : null,
      state: lastIssued ? format.ago(lastIssued.at, machine.asOf) : texts.never,
      detail: lastIssued
        ? [lastIssued.product && product(lastIssued.product), format.moment(lastIssued.at)].filter(Boolean).join(' · ')
        : null,
    },
  ];
  return (
    <ul className="health" aria-label={texts.health}>
      {signs.map((sign) => (
        <li key={sign.key} className={sign.good === null ? 'unknown' : sign.good ? 'good' : 'bad'}>
          <Icon name={sign.icon} size={22} />
          <div>
            <Explain text={texts.healthExplain[sign.key]}>{sign.name}</Explain>
            <b>
              <Icon name={sign.good === null ? 'question' : sign.good ? 'check' : 'warning'} size={16} /> {sign.state}
            </b>
            {sign.detail && (
              <span>
                <Unbroken>{sign.detail}</Unbroken>
              </span>
            )}
          </div>
        </li>
      ))}
    </ul>
  );
}
