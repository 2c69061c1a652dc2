import type { StaffParts } from '../../../device/agent/staff.ts';
import type { HostNow, PinVerdict, StaffPerson } from '../../../device/core/screen/staff/state.ts';
import { type Label, labelText } from '../../../shared/codes/signed-label.ts';
import { MachineId } from '../../../shared/contracts/ids.ts';
import type { StaffAction, StaffView } from '../../../shared/screen/staff.ts';
import type { TestKioskOptions } from './agent-run.ts';
import { screenKiosk } from './screen-side.ts';
import { lane, product } from './values.ts';

/** A filler and a technician; everybody's PIN is their id, and the shared one is `4711`. */
export const filler: StaffPerson = { id: 'p-1', name: '王芳', role: 'filler' };
export const technician: StaffPerson = { id: 'p-2', name: '李军', role: 'technician' };

/** The key with which labels of these tests are signed: the signature is the key itself. */
const labelKey = 'A'.repeat(43).concat('=');
const machine = MachineId.parse('TEST-1');

/** Staff parts without cryptography, whose list of staff the test changes. */
function scriptedStaff() {
  const staff = {
    people: [filler, technician] as readonly StaffPerson[],
    answer: null as PinVerdict | null,
    written: [] as string[],
    host: { disk: null, version: '1.0.0', pageHeardMs: null, errors: [], stick: 'ready' } as HostNow,
  };
  const parts: StaffParts = {
    people: () => staff.people,
    take(config) {
      staff.people = (config.staff ?? []).map(({ id, name, role }) => ({ id, name, role }));
      return true;
    },
    check(id, pin, done) {
      const person = staff.people.find((each) => each.id === id) ?? null;
      const right = id === null ? pin === '4711' : person !== null && pin === id;
      done(staff.answer ?? (right ? { kind: 'right', person } : { kind: 'wrong' }));
    },
    isSigned: (_text, signature, keys) => keys.includes(signature),
    host: () => staff.host,
    redacted: (bundle) => bundle,
    writeBundle(text) {
      staff.written.push(text);
      return true;
    },
  };
  return { staff, parts };
}

/** A bag's label for this machine, or with a change. */
export const bagText = (change: Partial<Label> = {}, signature = labelKey): string =>
  `${labelText({
    kind: 'bag',
    machine,
    id: 'bag-1',
    lines: [{ product: product('CD-M'), lot: 'B7', expires: '2029-01-31', boxes: 4, maker: '某厂' }],
    ...change,
  })};${signature}`;

/** The configuration with which labels are accepted. */
const labelConfig = (change: object = {}): string =>
  JSON.stringify({
    version: 1,
    lanes: [1, 2].map((n) => ({ lane: n, product: 'CD-M', capacity: 10, par: 10 })),
    recalls: [],
    limits: {},
    labelKeys: [labelKey],
    screen: {
      eligibility: [],
      products: [
        { product: 'CD-M', name: { zh: '避孕套', en: 'Condoms' }, gtins: ['02010000000014'] },
        { product: 'GL-5', name: { zh: '避孕凝胶', en: 'Gel' }, gtins: ['02010000000021'] },
      ],
    },
    ...change,
  });

/** A kiosk at whose screen staff are at work. */
export function staffKiosk(
  options: TestKioskOptions & { readonly showsBook?: boolean; readonly identifies?: boolean } = {},
) {
  const { staff, parts } = scriptedStaff();
  const front = { showsBook: options.showsBook ?? false, identifies: options.identifies ?? true };
  const at = screenKiosk({ ...options, staff: parts, front });
  const visit = {
    at,
    kiosk: at.kiosk,
    staff,
    /** What staff see. Throws if the screen is not theirs. */
    get shows(): StaffView {
      const { shows } = at;
      if (shows.screen !== 'staff') throw new Error(`the screen shows ${shows.screen}`);
      return shows.staff;
    },
    /** Does one thing after the other. */
    do(...actions: readonly StaffAction[]) {
      for (const action of actions) at.act({ do: 'staff', staff: action });
      return visit;
    },
    signIn(person: StaffPerson | null = filler) {
      at.act({ do: 'staff-mode' });
      return visit.do({ do: 'sign-in', person: person?.id ?? null, pin: person?.id ?? '4711' });
    },
    /** Counts a lane of the round and finishes it, with these loads by touch. */
    fill(n: number, counted: number, ...loads: readonly (readonly [lot: string, expires: string, boxes: number])[]) {
      visit.do({ do: 'lane', lane: lane(n) }, { do: 'boxes', boxes: counted });
      if (visit.shows.step === 'difference') visit.do({ do: 'reason', reason: 'miscounted' });
      for (const [lot, expires, boxes] of loads) visit.do({ do: 'lot', lot, expires }, { do: 'boxes', boxes });
      return visit.do({ do: 'confirm' });
    },
    /** Reviews what is noted, and enters it. */
    enter: () => visit.do({ do: 'confirm' }, { do: 'confirm' }),
  };
  return visit;
}

/** Staff mode at a machine with the configuration of labels, five boxes in each of two lanes. */
export function visiting(change: object = {}) {
  const visit = staffKiosk();
  visit.at.ready(5);
  visit.kiosk.agent.link.up();
  visit.kiosk.agent.link.message('config', labelConfig(change));
  visit.staff.people = [filler, technician];
  visit.kiosk.agent.handle({ kind: 'people', people: visit.staff.people });
  return visit;
}
