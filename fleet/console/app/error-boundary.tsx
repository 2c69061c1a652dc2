import { Component, type ReactNode } from 'react';
import { Failed } from '../ui/states.tsx';

interface Props {
  children: ReactNode;
}

/** Shows an error in place of children that failed to render or whose file could not be fetched. A class, because React offers error boundaries only as classes. */
export class ErrorBoundary extends Component<Props, { error: unknown }> {
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
