import { type ReactNode, useDeferredValue } from 'react';
import { splitBilingual } from '../../../shared/contracts/meaning.ts';
import { ApiError } from '../api/client.ts';
import { FileGoneError } from '../api/console-file.ts';
import { useLanguage, useTexts } from '../texts/texts.tsx';
import type { Texts } from '../texts/zh/texts.ts';

/** A placeholder of grey lines, so that nothing jumps when the text arrives. */
export function Loading({ lines = 4 }: { lines?: number }) {
  const { states } = useTexts();
  return (
    <div className="loading" role="status">
      <span className="unseen">{states.loading}</span>
      {Array.from({ length: lines }, (_, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the lines have no other identity and never move
        <i key={i} style={{ width: `${92 - ((i * 23) % 40)}%` }} />
      ))}
    </div>
  );
}

/** An empty result, and what it means. */
export function Empty({ title, lead, children }: { title: string; lead?: string; children?: ReactNode }) {
  return (
    <div className="state">
      <svg width="56" height="44" viewBox="0 0 56 44" aria-hidden="true">
        <path
          d="M6 14h44v26H6z M6 14l6-10h32l6 10 M22 14v6h12v-6"
          fill="none"
          stroke="currentColor"
          strokeWidth="1.6"
        />
      </svg>
      <h2>{title}</h2>
      {lead && <p>{lead}</p>}
      {children}
    </div>
  );
}

/**
 * The message of a wrong field in the reader's language: the console's own sentence for a form, or
 * else the server's.
 */
export function useWrongText(): (message: string) => string {
  const { language, texts } = useLanguage();
  return (message) => formText(texts, message) ?? splitBilingual(message)?.[language] ?? texts.machine.fieldWrong;
}

const formText = ({ states }: Texts, message: string): string | undefined =>
  states.wrong.find(([fragment]) => message.includes(fragment))?.[1];

/** What a failure means to the reader. */
export function useProblemText(): (error: unknown) => string {
  const { language, texts } = useLanguage();
  const { states } = texts;
  return (error) => {
    if (error instanceof FileGoneError) return states.newVersion;
    if (!(error instanceof ApiError)) return states.broken;
    const { code, detail, fields } = error;
    // What is wrong with a field may name codes that nobody typed, as in an address.
    const said = fields.length === 0 ? detail[language] : undefined;
    const isDetailed = code === 'invalid' || code === 'unavailable';
    const wrong = isDetailed ? (formText(texts, detail.en ?? '') ?? said) : undefined;
    return wrong ?? states.problem[code] ?? states.problem.failed ?? code;
  };
}

interface FailedProps {
  error: unknown;
  retry?: () => void;
  /** Whether only reloading the page can help. */
  reload?: boolean;
}

/** An error: why it failed, and a button to try again or to reload the page. */
export function Failed({ error, retry, reload = false }: FailedProps) {
  const { states } = useTexts();
  const problemText = useProblemText();
  return (
    <div className="state failed" role="alert">
      <h2>{problemText(error)}</h2>
      {retry && (
        <button type="button" className="btn" onClick={retry}>
          {states.retry}
        </button>
      )}
      {reload && (
        <button type="button" className="btn" onClick={() => location.reload()}>
          {states.reload}
        </button>
      )}
    </div>
  );
}

interface Asked<T> {
  data: T | undefined;
  error: unknown;
  isError: boolean;
  refetch: () => unknown;
}

/**
 * Shows an answer, a placeholder while it is fetched, or why it failed. A previous answer stays on
 * screen while it is refetched.
 */
export function Answer<T>({ of, lines, children }: { of: Asked<T>; lines?: number; children: (data: T) => ReactNode }) {
  // The first answer is rendered in slices, so that the page reacts to taps meanwhile.
  const arrived = useDeferredValue(of.data !== undefined);
  if (of.data !== undefined && arrived) return children(of.data);
  if (of.isError) return <Failed error={of.error} retry={() => void of.refetch()} />;
  return <Loading lines={lines ?? 4} />;
}
