import type { AuditRecord } from '../../../../shared/contracts/fleet-http.ts';
import { setSearch, useTo } from '../../app/address.ts';
import { useFleet } from '../../app/fleet.tsx';
import { Link } from '../../app/router.tsx';
import { useFormat, useTexts } from '../../texts/texts.tsx';
import { Button } from '../../ui/controls.tsx';
import type { Column } from '../../ui/data-table.tsx';
import { useFieldTexts } from './use-field-texts.ts';

interface OfProps {
  of: AuditRecord;
}

/** Who did it; a person's name narrows the list to them. */
function Actor({ of: { actor, address } }: OfProps) {
  const { audit } = useTexts();
  const isPerson = actor.kind === 'user';
  // The one token of the server's own settings has no name that a person gave.
  const isOwnToken = actor.kind === 'token' && actor.name === 'environment';
  return (
    <>
      {isOwnToken && audit.environment}
      {!isOwnToken &&
        (isPerson || actor.kind === 'token' ? (
          <Button tone="link" onClick={() => setSearch({ user: actor.name })}>
            {actor.name}
          </Button>
        ) : (
          actor.name
        ))}
      {!isOwnToken && !isPerson && <span className="soft"> {audit.actors[actor.kind]}</span>}
      {address !== null && <p className="soft">{address}</p>}
    </>
  );
}

/** The machine or user that it was done to, and the area. */
function About({ of: { machine, user, region } }: OfProps) {
  const { areaPath } = useFleet();
  const to = useTo();
  return (
    <>
      {machine !== null && <Link to={to(`/machines/${encodeURIComponent(machine)}`)}>{machine}</Link>}
      {user !== null && (
        <Button tone="link" onClick={() => setSearch({ user })}>
          {user}
        </Button>
      )}
      <p className="soft">{areaPath(region)}</p>
    </>
  );
}

/** What it was before and after, by field, and why it was done. */
function Changes({ of: { before, after, why } }: OfProps) {
  const { words, audit } = useTexts();
  const changes = useFieldTexts()(before, after);
  if (changes.length === 0 && why === null) return words.none;
  return (
    <ul className="audit-changes">
      {changes.map(({ field, name, before: was, after: is }) => (
        <li key={field}>{words.labelled(name, before === null ? is : after === null ? was : audit.fromTo(was, is))}</li>
      ))}
      {why !== null && <li className="soft">{words.labelled(audit.columns.why, audit.refusals[why] ?? why)}</li>}
    </ul>
  );
}

const tones = { begun: 'warn', done: 'good', refused: 'quiet', failed: 'bad' } as const;

/** The columns of the audit log. */
export function useAuditColumns(): readonly Column<AuditRecord>[] {
  const { audit } = useTexts();
  const { columns } = audit;
  const format = useFormat();
  return [
    {
      name: columns.act,
      onCard: 'title',
      cell: (of) => audit.acts[of.act as keyof typeof audit.acts] ?? audit.otherAct,
    },
    {
      name: columns.outcome,
      onCard: 'mark',
      cell: (of) => <span className={`chip ${tones[of.outcome]}`}>{audit.outcomes[of.outcome]}</span>,
    },
    {
      name: columns.at,
      cell: (of) => <time dateTime={new Date(of.at).toISOString()}>{format.dated(of.at)}</time>,
    },
    { name: columns.actor, cell: (of) => <Actor of={of} /> },
    { name: audit.about, cell: (of) => <About of={of} /> },
    { name: audit.changes, onCard: 'line', cell: (of) => <Changes of={of} /> },
  ];
}
