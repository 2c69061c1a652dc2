import { MachineId, ProductCode } from '../../../shared/contracts/ids.ts';
import type { IdentityWay } from '../../../shared/screen/action.ts';
import type { Display } from '../../../shared/screen/display.ts';
import type { Nearby, Offer, Screen, ScreenView } from '../../../shared/screen/view.ts';

/** The glasses on which the page is tested, each with a layout of its own. */
export const glasses = {
  'seven-inch': { widthPx: 800, heightPx: 480, diagonalInch: 7, bottomEdgeAboveFloorMm: 1_050 },
  'ten-inch': { widthPx: 1280, heightPx: 800, diagonalInch: 10.1, bottomEdgeAboveFloorMm: 1_000 },
  'tall-32-inch': { widthPx: 1080, heightPx: 1920, diagonalInch: 32, bottomEdgeAboveFloorMm: 900 },
} as const;

/** The name of a glass. */
export type GlassName = keyof typeof glasses;

/** The display of a glass, with touch or with four hardware buttons. */
export const displayOf = (glass: GlassName, buttons: 0 | 4 = 0): Display => ({
  ...glasses[glass],
  touch: buttons === 0,
  buttons,
});

const offer = (
  product: string,
  name: readonly [zh: string, en: string],
  size: readonly [zh: string, en: string] | null,
  drawing: Offer['drawing'],
  left: number | null = null,
): Offer => ({
  product: ProductCode.parse(product),
  name: { zh: name[0], en: name[1] },
  size: size === null ? null : { zh: size[0], en: size[1] },
  drawing,
  stock: left === null ? 'available' : left > 0 ? 'few' : 'none',
  left: left !== null && left > 0 ? left : null,
});

/** The products of a usual machine. */
export const offers: readonly Offer[] = [
  offer('CD-M', ['避孕套', 'Condoms'], ['中号', 'size M'], 'condom'),
  offer('CD-L', ['避孕套', 'Condoms'], ['大号', 'size L'], 'condom', 2),
  offer('CD-S', ['避孕套', 'Condoms'], ['小号', 'size S'], 'condom'),
  offer('GL-5', ['避孕凝胶', 'Gel'], null, 'gel'),
  offer('SP-50', ['避孕栓', 'Suppositories'], null, 'tablet', 0),
  offer('FM-50', ['避孕膜', 'Film'], null, 'film'),
];
const [first] = offers as readonly [Offer, ...Offer[]];

const nearby: Nearby = {
  places: [
    {
      name: '东湖区妇幼保健院',
      address: '南京西路 12 号',
      distanceM: 640,
      hours: '8:00 至 17:30',
      phone: '0791-86001234',
    },
    { name: '滕王阁社区卫生服务中心', address: '沿江北大道 58 号', distanceM: 1_250, hours: '全天', phone: '' },
    { name: '贤士湖党群服务中心', address: '贤士一路 9 号', distanceM: 2_300, hours: '9:00 至 17:00', phone: '' },
  ],
  ageDays: 3,
};
const nowhere: Nearby = { places: [], ageDays: null };

/** A view in a language and type size, with a screen. */
export const viewOf = (
  shows: Screen,
  {
    language = 'zh',
    large = false,
    ...more
  }: { readonly language?: 'zh' | 'en'; readonly large?: boolean } & Partial<ScreenView> = {},
): Omit<ScreenView, 'seq' | 'screen'> => ({
  machine: MachineId.parse('JX-360102-0001'),
  phone: '0791-86001234',
  language,
  largeType: large,
  discreet: true,
  at: Date.UTC(2026, 10, 29, 1, 41),
  rules: { ages: { from: 18, to: 60 }, interval: { every: 'days', days: 22 }, quota: null, forgottenAfterDays: 29 },
  tone: null,
  volume: 60,
  aside: null,
  leaving: null,
  buttons: [],
  shows,
  ...more,
});

/** How many products the agent offers on one page of a glass. */
const perPage: Readonly<Record<GlassName, number>> = { 'seven-inch': 3, 'ten-inch': 6, 'tall-32-inch': 6 };

/** Every screen of a citizen with its longest content, as a glass shows it in this type size. */
export function screens({ large = false, glass }: { readonly large?: boolean; readonly glass: GlassName }) {
  const shown = large ? 2 : perPage[glass];
  const page = { number: 1, of: Math.ceil(offers.length / shown) };
  const choose = { screen: 'choose', offers: offers.slice(0, shown), page, identified: false, message: null } as const;
  const ways: IdentityWay[] = ['card', 'code', 'scan'];
  const identify = { screen: 'identify', ways, way: null, offer: first, message: null } as const;
  const ended = (
    how: 'refused' | 'failed' | 'uncertain',
    message: Extract<Screen, { screen: 'ended' }>['message'],
  ): Screen => ({
    screen: 'ended',
    how,
    message,
    mayChooseAgain: how === 'failed',
    nearby,
  });
  return {
    idle: { screen: 'idle', offers: [...offers], notice: null, ways: [...ways] },
    'idle-after-power-cut': { screen: 'idle', offers: [...offers], notice: { key: 'power-failed' }, ways: ['card'] },
    choose,
    'choose-again': { ...choose, message: { key: 'not-issued' }, identified: true },
    identify,
    'identify-card': { ...identify, way: 'card' },
    'identify-scan': { ...identify, way: 'scan' },
    'identify-code': { ...identify, way: 'code' },
    'card-lifted': { ...identify, ways: ['card'], message: { key: 'card-lifted' } },
    'card-unreadable': { ...identify, message: { key: 'card-unreadable' } },
    reading: { screen: 'reading', what: 'card' },
    dispensing: { screen: 'dispensing', offer: first },
    take: {
      screen: 'take',
      offer: first,
      lot: 'B260105',
      expires: '2029-01-31',
      leaflet: 'https://leaflet.example/CD-M/B260105',
    },
    refused: ended('refused', { key: 'interval', interval: { every: 'days', days: 22 } }),
    'refused-age': ended('refused', { key: 'age', ages: { from: 18, to: 60 } }),
    failed: ended('failed', { key: 'jammed' }),
    uncertain: ended('uncertain', { key: 'uncertain', incident: '7-214', phone: '0791-86001234' }),
    'out-of-stock': { screen: 'out-of-stock', nearby },
    'too-hot': { screen: 'out-of-service', message: { key: 'too-hot' }, nearby },
    fault: { screen: 'out-of-service', message: { key: 'fault' }, nearby: nowhere },
    'staff-at-work': { screen: 'out-of-service', message: { key: 'staff-at-work' }, nearby: nowhere },
    'staff-names': {
      screen: 'staff',
      staff: {
        step: 'sign-in',
        people: [
          { id: 'wang', name: '王晓梅' },
          { id: 'li', name: '李建国' },
          { id: 'zhang', name: '张海燕' },
        ],
        wrong: false,
        waitSeconds: 0,
      },
    },
    'staff-pin': { screen: 'staff', staff: { step: 'sign-in', people: [], wrong: true, waitSeconds: 0 } },
  } satisfies Readonly<Record<string, Screen>>;
}
