import { useEffect, useState } from 'react';
import { Icon } from './icon.tsx';

interface Message {
  readonly text: string;
  readonly good: boolean;
  readonly at: number;
}

let show: (message: Message) => void = () => undefined;
const goodMs = 3_000;
const badMs = 8_000;

/** Shows a short message that something was done, or why it failed; screen readers announce it. */
export const toast = {
  done: (text: string) => show({ text, good: true, at: Date.now() }),
  failed: (text: string) => show({ text, good: false, at: Date.now() }),
};

/** The place on the page where the messages of `toast` appear. */
export function Toaster() {
  const [message, setMessage] = useState<Message | null>(null);
  useEffect(() => {
    show = setMessage;
    return () => {
      show = () => undefined;
    };
  }, []);
  useEffect(() => {
    if (!message) return;
    const timer = setTimeout(() => setMessage(null), message.good ? goodMs : badMs);
    return () => clearTimeout(timer);
  }, [message]);
  return (
    <div className="toast" role="status" aria-live="polite">
      {message && (
        <p key={message.at} className={message.good ? 'good' : 'bad'}>
          <Icon name={message.good ? 'check' : 'warning'} />
          {message.text}
        </p>
      )}
    </div>
  );
}
