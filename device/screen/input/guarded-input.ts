import type { TouchGuard } from './touch-guard.ts';

/** What the page's input leads to, apart from the presses that React sees. */
export interface InputHandlers {
  /** A touch that hit nothing. */
  touched(): void;
  /** A hardware button that works as a key of a keyboard. */
  button(number: number): void;
}

/** Buttons are wired as the keys 1 to 4, or F1 to F4. */
const keyOfButton = /^F?([1-4])$/;
/** The same button twice within this time counts once [EN 301 549, 5.8]. */
const sameWithinMs = 500;

/**
 * Lets only touches through that the guard takes for a person's, before the page sees them. No
 * menu, no dragging and no zooming.
 */
export function guardInput(target: Document, guard: TouchGuard, handlers: InputHandlers): void {
  const pressed = { key: '', at: Number.NEGATIVE_INFINITY };
  const options = { capture: true, passive: false } as const;
  target.addEventListener('pointerdown', ({ pointerId }) => guard.down(pointerId, performance.now()), options);
  for (const end of ['pointerup', 'pointercancel'] as const)
    target.addEventListener(end, ({ pointerId }) => guard.up(pointerId, performance.now()), options);
  target.addEventListener(
    'click',
    (event) => {
      const hit = event.target instanceof Element ? event.target.closest('button') : null;
      const name = hit === null ? '' : [...target.querySelectorAll('button')].indexOf(hit).toString();
      if (!guard.accepts(name, performance.now())) {
        event.stopPropagation();
        event.preventDefault();
      } else if (hit === null) handlers.touched();
    },
    options,
  );
  target.addEventListener('keydown', (event) => {
    const [, digit] = keyOfButton.exec(event.key) ?? [];
    event.preventDefault();
    const now = performance.now();
    if (digit === undefined || event.repeat || (pressed.key === digit && now - pressed.at < sameWithinMs)) return;
    pressed.key = digit;
    pressed.at = now;
    handlers.button(Number(digit));
  });
  for (const kind of ['contextmenu', 'dragstart', 'gesturestart', 'selectstart'])
    target.addEventListener(kind, (event) => event.preventDefault());
  target.addEventListener('wheel', (event) => event.preventDefault(), options);
}
