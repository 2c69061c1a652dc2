import { Component, type ReactNode } from 'react';
import { FileGoneError, reloadForNewVersion } from '../api/console-file.ts';
import { Failed } from '../ui/states.tsx';

interface Props {
  children: ReactNode;
}

/**
 * Shows an error in place of children that failed to render or whose file could not be fetched.
 * After an upgrade of the server, the page reloads itself. It is a class, because React offers
 * error boundaries only as classes.
 */
export class ErrorBoundary extends Component<Props, { error: unknown }> {
  override state = { error: null };

  static getDerivedStateFromError(error: unknown) {
    return { error };
  }

  override componentDidCatch(error: unknown) {
    console.error(error);
    if (error instanceof FileGoneError) reloadForNewVersion();
  }

  override render() {
    const { error } = this.state;
    return error === null ? this.props.children : <Failed error={error} reload />;
  }
}
