import { useEffect, useState } from 'react';
import { Icon } from './icon.tsx';

/** An action offered in a message, such as undoing what was just done. */
interface Offer {
  readonly label: string;
  readonly run: () => Promise<unknown>;
}

interface Message {
  readonly text: string;
  readonly offer?: Offer | undefined;
  readonly good: boolean;
  readonly at: number;
}

let show: (message: Message | null) => void = () => undefined;
const goodMs = 3_000;
const offerMs = 8_000;
const badMs = 8_000;

/** Shows a short message that something was done, or why it failed. Screen readers announce it. */
export const toast = {
  /** Removes the message, because it is about an earlier action. */
  clear: () => show(null),
  done: (text: string, offer?: Offer) => show({ text, offer, good: true, at: Date.now() }),
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
    const timer = setTimeout(() => setMessage(null), message.good ? (message.offer ? offerMs : goodMs) : badMs);
    return () => clearTimeout(timer);
  }, [message]);
  return (
    <div className="toast" role="status" aria-live="polite">
      {message && (
        <p key={message.at} className={message.good ? 'good' : 'bad'}>
          <Icon name={message.good ? 'check' : 'warning'} />
          {message.text}
          {message.offer && (
            <button
              type="button"
              onClick={() => {
                setMessage(null);
                void message.offer?.run();
              }}
            >
              {message.offer.label}
            </button>
          )}
        </p>
      )}
    </div>
  );
}
