import './quarantined.css';
import type { QuarantinedMachine } from '../../../shared/contracts/fleet-http.ts';
import { useFormat, useTexts } from '../texts/texts.tsx';
import { useTo } from './address.ts';
import { Link } from './router.tsx';

/**
 * Says which machines are missing in figures since when, because their books stand aside. Renders
 * nothing if there are none.
 */
export function Quarantined({ machines }: { machines: readonly QuarantinedMachine[] }) {
  const { quarantine: texts } = useTexts();
  const format = useFormat();
  const to = useTo();
  if (machines.length === 0) return null;
  return (
    <section className="sheet quarantined" role="status">
      <p>
        <span className="chip warn">{texts.chip}</span> {texts.missing}
      </p>
      <ul className="rows">
        {machines.map(({ machine, name, at }) => (
          <li key={machine}>
            <div>
              <Link to={to(`/machines/${encodeURIComponent(machine)}`)}>{name}</Link>{' '}
              <span className="soft">
                {machine} · {texts.since(format.dated(at))}
              </span>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
