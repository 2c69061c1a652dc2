import { useTexts } from '../texts/texts.tsx';
import { Link } from './router.tsx';

/** The page for unknown addresses. */
export function NotFound() {
  const { states } = useTexts();
  return (
    <div className="state">
      <h1>{states.notFound}</h1>
      <Link to="/">{states.toToday}</Link>
    </div>
  );
}
