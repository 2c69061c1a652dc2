import type { ReactNode } from 'react';

/** Content that may be wider than the screen: it scrolls horizontally, also by keyboard. */
export function ScrollX({ name, className = '', children }: { name: string; className?: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className={`scroll-x ${className}`} tabIndex={0} aria-label={name}>
      {children}
    </section>
  );
}
