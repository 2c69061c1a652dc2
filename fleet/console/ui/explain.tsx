import {
  createContext,
  type PointerEvent,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useId,
  useRef,
  useState,
} from 'react';

interface Bubble {
  readonly text: ReactNode;
  readonly at: DOMRect;
  readonly owner: Element;
}

type Show = (owner: Element, text: ReactNode | null) => void;
const ExplainContext = createContext<{ show: Show; id: string } | null>(null);

/**
 * Provides the one tooltip that all figures of the page share, so that thousands of figures cost
 * nothing.
 */
export function ExplainProvider({ children }: { children: ReactNode }) {
  const [bubble, setBubble] = useState<Bubble | null>(null);
  const id = useId();
  const owner = useRef<Element | null>(null);
  const show = useCallback<Show>((element, text) => {
    if (text === null) {
      if (owner.current === element) {
        owner.current = null;
        setBubble(null);
      }
      return;
    }
    owner.current = element;
    setBubble({ text, at: element.getBoundingClientRect(), owner: element });
  }, []);
  useEffect(() => {
    if (!bubble) return;
    const close = (event: Event) => {
      if (event instanceof KeyboardEvent && event.key !== 'Escape') return;
      if (event.type === 'pointerdown' && event.target instanceof Node && bubble.owner.contains(event.target)) return;
      show(bubble.owner, null);
    };
    const names = ['keydown', 'scroll', 'pointerdown'] as const;
    for (const name of names) window.addEventListener(name, close, { capture: true, passive: true });
    return () => {
      for (const name of names) window.removeEventListener(name, close, { capture: true });
    };
  }, [bubble, show]);
  const width = Math.min(320, window.innerWidth - 24);
  const below = bubble !== null && bubble.at.bottom < window.innerHeight - 140;
  return (
    <ExplainContext.Provider value={{ show, id }}>
      {children}
      <div
        id={id}
        role="tooltip"
        className={bubble ? 'bubble' : 'bubble hidden'}
        style={
          bubble
            ? {
                maxWidth: width,
                left: Math.max(12, Math.min(bubble.at.left, window.innerWidth - width - 12)),
                ...(below ? { top: bubble.at.bottom + 6 } : { bottom: window.innerHeight - bubble.at.top + 6 }),
              }
            : undefined
        }
      >
        {bubble?.text}
      </div>
    </ExplainContext.Provider>
  );
}

interface Props {
  /** What the figure means, in a sentence or two. */
  text: ReactNode;
  children: ReactNode;
  className?: string;
  /**
   * For lists of thousands: explained on hover and tap, but skipped by the tab key. The column's
   * head can be reached by it.
   */
  quiet?: boolean;
}

/** A figure that explains itself on hover, on focus and on tap. */
export function Explain({ text, children, className = '', quiet = false }: Props) {
  const room = useContext(ExplainContext);
  const open = (event: { currentTarget: Element }) => room?.show(event.currentTarget, text);
  const close = (event: { currentTarget: Element }) => room?.show(event.currentTarget, null);
  // A finger that is lifted has left; what it opened stays until something else is pressed.
  const hover = (act: typeof open) => (event: PointerEvent<Element>) => {
    if (event.pointerType === 'mouse') act(event);
  };
  if (quiet)
    return (
      <span
        className={`explained quiet ${className}`}
        onPointerEnter={hover(open)}
        onPointerLeave={hover(close)}
        onPointerUp={open}
      >
        {children}
      </span>
    );
  return (
    <button
      type="button"
      className={`explained ${className}`}
      aria-describedby={room?.id}
      onPointerEnter={hover(open)}
      onPointerLeave={hover(close)}
      onFocus={open}
      onBlur={close}
      onClick={open}
    >
      {children}
    </button>
  );
}
