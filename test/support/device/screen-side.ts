import type { ReaderEvent } from '../../../device/readers/port.ts';
import type { LocalDay } from '../../../shared/rules/calendar.ts';
import type { ScreenAction } from '../../../shared/screen/action.ts';
import type { Screen } from '../../../shared/screen/view.ts';
import type { Secret } from '../../../shared/secret.ts';
import type { TestKioskOptions } from './agent-run.ts';
import { card, scriptedFront } from './front.ts';
import { type TestKiosk, testKiosk } from './test-kiosk.ts';
import { noon, planned, product } from './values.ts';

/** A kiosk with a card reader, ready to give out, and what people do at its screen. */
export function screenKiosk(options: TestKioskOptions & { readonly front?: Parameters<typeof scriptedFront>[0] } = {}) {
  const front = scriptedFront(options.front);
  const kiosk: TestKiosk = testKiosk({ builtAtMs: options.at ?? noon, ...options, identity: front.identity });
  const { reader } = front;
  const report = (...events: readonly ReaderEvent[]): void => {
    reader.say(...events);
    kiosk.agent.readers.received('card-reader', new Uint8Array());
  };
  const people = {
    kiosk,
    ...front,
    report,
    /** What the screen shows. */
    get shows(): Screen {
      return kiosk.agent.screen().shows;
    },
    /** Does something on the screen that is shown now. */
    act(action: ScreenAction): boolean {
      return kiosk.agent.atScreen({ screen: kiosk.agent.screen().screen, action });
    },
    choose: (code = 'CD-M'): boolean => people.act({ do: 'choose', product: product(code) }),
    /** Lays a card down; it is read if the reader is armed. */
    lay(number: string, days: { from?: LocalDay; to?: LocalDay } = {}): void {
      const read = reader.armed;
      report({ kind: 'card-laid' });
      if (!read) return;
      const laid = card(number, days);
      front.given.push(laid);
      report({ kind: 'card', card: laid });
    },
    ready(boxes = 5) {
      kiosk.ready(boxes);
      report({ kind: 'ready' });
      return people;
    },
    restart() {
      kiosk.restart();
      kiosk.boardReady();
      report({ kind: 'ready' });
      return people;
    },
  };
  return people;
}

/** A desired configuration, as the fleet sends it, with rules that differ from the usual ones. */
export const screenConfig = (eligibility: object): string =>
  JSON.stringify({
    version: 1,
    lanes: [planned(1), planned(2)],
    recalls: [],
    limits: {},
    screen: {
      eligibility: [{ ages: null, interval: { every: 'days', days: 22 }, quota: null, ...eligibility }],
      phone: '0798-8123456',
    },
  });

/** Whether a secret was wiped: using it throws. */
export const isWiped = (secret: Secret<unknown>): boolean => {
  try {
    secret.use(() => null);
    return false;
  } catch {
    return true;
  }
};
