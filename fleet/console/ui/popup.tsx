import { type ReactNode, useCallback, useLayoutEffect, useRef, useState } from 'react';
import { useTexts } from '../texts/texts.tsx';
import { Button } from './controls.tsx';
import type { IconName } from './icon-paths.ts';
import { useDismiss } from './use-dismiss.ts';

interface Props {
  /** The text on the button. */
  label: ReactNode;
  /** Its name for screen readers, if that is more than the label. */
  name?: string;
  icon?: IconName;
  small?: boolean;
  className?: string;
  children: (close: () => void) => ReactNode;
}

const marginPx = 12;

/**
 * A button that opens a small panel below it. Escape, a tap elsewhere, or moving the focus away
 * closes it.
 */
export function Popup({ label, name, icon, small = false, className = '', children }: Props) {
  const [open, setOpen] = useState(false);
  const room = useRef<HTMLDivElement>(null);
  const panel = useRef<HTMLDivElement>(null);
  const close = () => {
    setOpen(false);
    room.current?.querySelector('button')?.focus();
  };
  useLayoutEffect(() => {
    if (!open || !room.current || !panel.current) return;
    // Moves the panel left only as far as needed to be on the screen.
    const { left } = room.current.getBoundingClientRect();
    const over = left + panel.current.offsetWidth + marginPx - document.documentElement.clientWidth;
    panel.current.style.left = `${-Math.max(0, Math.min(over, left - marginPx))}px`;
  }, [open]);
  useDismiss(
    open,
    room,
    useCallback(() => setOpen(false), []),
  );
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: only Escape is handled here, to close what the button opened
    <div
      ref={room}
      className={`popup ${className}`}
      onKeyDown={(event) => {
        if (open && event.key === 'Escape') close();
      }}
    >
      <Button
        small={small}
        {...(icon ? { icon } : {})}
        aria-label={name}
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        {label}
      </Button>
      {open && (
        <div ref={panel} className="popup-panel">
          {children(close)}
        </div>
      )}
    </div>
  );
}

interface ConfirmProps {
  label: string;
  /** Its name for screen readers, if that is more than the label. */
  name?: string;
  small?: boolean;
  /** What the action will do. */
  ask: string;
  act: () => void;
}

/** A button that asks for confirmation before it acts. */
export function Confirm({ label, name, ask, act, small = false }: ConfirmProps) {
  const { machine } = useTexts();
  return (
    <Popup label={label} {...(name === undefined ? {} : { name })} small={small}>
      {(close) => (
        <>
          <p>{ask}</p>
          <p className="popup-acts">
            <Button small onClick={close}>
              {machine.cancel}
            </Button>
            <Button
              small
              tone="primary"
              onClick={() => {
                close();
                act();
              }}
            >
              {label}
            </Button>
          </p>
        </>
      )}
    </Popup>
  );
}
