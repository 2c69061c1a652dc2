import { Component, type ReactNode } from 'react';
import { useTexts } from '../texts/texts.tsx';
import { Failed } from '../ui/states.tsx';
import { Link } from './router.tsx';

interface Given {
  children: ReactNode;
}

/** Says that what stands in it fell over, or that its file could not be fetched. (React knows this only as a class.) */
export class Guard extends Component<Given, { error: unknown }> {
  override state = { error: null };

  static getDerivedStateFromError(error: unknown) {
    return { error };
  }

  override componentDidCatch(error: unknown) {
    console.error(error);
  }

  override render() {
    const { error } = this.state;
    return error === null ? this.props.children : <Failed error={error} retry={() => location.reload()} />;
  }
}

/** What stands at an address without a page. */
export function NotFound() {
  const { states } = useTexts();
  return (
    <div className="state">
      <h1>{states.notFound}</h1>
      <Link to="/">{states.toToday}</Link>
    </div>
  );
}
