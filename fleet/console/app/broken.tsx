import { useEffect } from 'react';
import { Link, useRouteError } from 'react-router';
import { Failed } from '../parts/states.tsx';
import { useTexts } from '../texts/texts.tsx';

/** A page that fell over, or whose file could not be fetched. */
export function Broken() {
  const error = useRouteError();
  useEffect(() => console.error(error), [error]);
  return <Failed error={error} retry={() => location.reload()} />;
}

export function NotFound() {
  const { states } = useTexts();
  return (
    <div className="state">
      <h1>{states.notFound}</h1>
      <Link to="/">{states.toToday}</Link>
    </div>
  );
}
