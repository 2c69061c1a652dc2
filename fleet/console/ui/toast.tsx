import { useEffect, useState } from 'react';
import { Icon } from '../app/icon.tsx';

interface Said {
  readonly text: string;
  readonly good: boolean;
  readonly at: number;
}

let say: (said: Said) => void = () => undefined;
const goodMs = 3_000;
const badMs = 8_000;

/** Says in a few words that something was done, or why not; read out by a screen reader. */
export const toast = {
  done: (text: string) => say({ text, good: true, at: Date.now() }),
  failed: (text: string) => say({ text, good: false, at: Date.now() }),
};

/** Where it is said. */
export function ToastRoom() {
  const [said, setSaid] = useState<Said | null>(null);
  useEffect(() => {
    say = setSaid;
    return () => {
      say = () => undefined;
    };
  }, []);
  useEffect(() => {
    if (!said) return;
    const timer = setTimeout(() => setSaid(null), said.good ? goodMs : badMs);
    return () => clearTimeout(timer);
  }, [said]);
  return (
    <div className="toast" role="status" aria-live="polite">
      {said && (
        <p key={said.at} className={said.good ? 'good' : 'bad'}>
          <Icon name={said.good ? 'check' : 'warning'} />
          {said.text}
        </p>
      )}
    </div>
  );
}
