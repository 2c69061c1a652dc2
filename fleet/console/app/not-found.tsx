import { useTexts } from '../texts/texts.tsx';
import { Link } from './router.tsx';

/** The page of an address that leads nowhere. */
export function NotFound() {
  const { states } = useTexts();
  return (
    <div className="state">
      <h1>{states.notFound}</h1>
      <Link to="/">{states.toToday}</Link>
    </div>
  );
}
