import type { SessionView } from '../../../shared/contracts/fleet-http.ts';
import { useFormat, useTexts } from '../texts/texts.tsx';
import { Button } from '../ui/controls.tsx';

interface Props {
  sessions: readonly SessionView[];
  /** Ends one of them; absent if they can only be ended together. */
  end?: (id: string) => void;
}

/** Browsers in which somebody is signed in. */
export function SessionRows({ sessions, end }: Props) {
  const { account } = useTexts();
  const format = useFormat();
  if (sessions.length === 0) return <p className="soft">{account.sessionsNone}</p>;
  return (
    <ul className="rows">
      {sessions.map(({ id, agent, address, created, seen, ends, current }) => (
        <li key={id}>
          <div>
            <b>{agent || account.unknownBrowser}</b> <span className="soft">{address}</span>{' '}
            {current && <span className="chip good">{account.thisSession}</span>}
            <p className="soft">
              {account.sessionSince(format.moment(created))} · {account.lastUsed(format.moment(seen))} ·{' '}
              {account.sessionEnds(format.moment(ends))}
            </p>
          </div>
          {end && !current && (
            <Button small onClick={() => end(id)}>
              {account.sessionEnd}
            </Button>
          )}
        </li>
      ))}
    </ul>
  );
}
