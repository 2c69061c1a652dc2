import { z } from 'zod';
import { Instant, MachineId, ProductCode } from '../contracts/ids.ts';
import { IdentityWay, ScreenAction } from './action.ts';
import { ScreenMessage } from './message.ts';
import { ShownRules } from './rules.ts';
import { StaffView } from './staff.ts';

/** A text in both languages, as the fleet configured it. */
const InBoth = z.object({ zh: z.string().max(64), en: z.string().max(64) });

/**
 * A product that the machine can give. `few` has `left`, the boxes that are left; boxes that may
 * not be given to this person count as none.
 */
export const Offer = z.object({
  product: ProductCode,
  /** Its name; the item code in both languages if none is configured. */
  name: InBoth,
  /** Its size or kind; null if none is configured. */
  size: InBoth.nullable(),
  /** Which of the page's neutral drawings to show. */
  drawing: z.enum(['condom', 'tablet', 'gel', 'film', 'other']),
  stock: z.enum(['available', 'few', 'none']),
  left: z.int().min(1).nullable(),
});
export type Offer = z.infer<typeof Offer>;

/** A place nearby that gives out the same, as the fleet configured it. */
export const NearbyPlace = z.object({
  name: z.string().max(64),
  address: z.string().max(128),
  /** Straight-line distance in m; null if unknown. */
  distanceM: z.int().min(0).nullable(),
  /** Opening hours as text; empty if nobody entered them. */
  hours: z.string().max(128),
  phone: z.string().max(40),
});
export type NearbyPlace = z.infer<typeof NearbyPlace>;

/** At most three places nearby, and how old that knowledge is. */
export const Nearby = z.object({
  places: z.array(NearbyPlace).max(3),
  /** Days since the fleet last confirmed it; null if nobody knows. */
  ageDays: z.int().min(0).nullable(),
});
export type Nearby = z.infer<typeof Nearby>;

/** The screens of a citizen's session, and those without one. Each says what it alone shows. */
export const Screen = z.discriminatedUnion('screen', [
  /** Nobody is there. */
  z.object({
    screen: z.literal('idle'),
    offers: z.array(Offer).max(100),
    /** `power-failed`, or a way that is out of order; null for none. */
    notice: ScreenMessage.nullable(),
    /** Whether a person may begin by choosing, or by laying the card down; both always work. */
    ways: z.array(IdentityWay),
  }),
  /** Choosing a product. `identified`: a card or code was accepted before, so none is asked for. */
  z.object({
    screen: z.literal('choose'),
    /** The products of this page: at most 6, 4 with hardware buttons, 2 in large type. */
    offers: z.array(Offer).max(6),
    page: z.object({ number: z.int().min(1), of: z.int().min(1) }),
    identified: z.boolean(),
    /** Why the person is here again (`product-gone`, `not-issued`, `jammed`); null for none. */
    message: ScreenMessage.nullable(),
  }),
  /** Identifying, by any of `ways`. `way` is the one that the person asked about, null for none. */
  z.object({
    screen: z.literal('identify'),
    ways: z.array(IdentityWay),
    way: IdentityWay.nullable(),
    offer: Offer.nullable(),
    /** What went wrong just now, with a card or code; null for nothing. */
    message: ScreenMessage.nullable(),
  }),
  /** A card is being read, or a card or code is being checked. Nothing of it is shown. */
  z.object({ screen: z.literal('reading'), what: z.enum(['card', 'code']) }),
  /** A box is on its way: no cancel. */
  z.object({ screen: z.literal('dispensing'), offer: Offer }),
  /** The box has dropped. `lot` and `expires` (`2028-12-31`) are null if nobody entered them. */
  z.object({
    screen: z.literal('take'),
    offer: Offer,
    lot: z.string().nullable(),
    expires: z.string().nullable(),
    /** What the leaflet's QR code holds; null for none. */
    leaflet: z.string().max(200).nullable(),
  }),
  /**
   * The session ended otherwise: `refused` by a rule or the document, `failed` without a box and
   * without anything counted, `uncertain` if nobody can know.
   */
  z.object({
    screen: z.literal('ended'),
    how: z.enum(['refused', 'failed', 'uncertain']),
    message: ScreenMessage,
    /** Whether choosing another product is offered (`back`): nothing was counted. */
    mayChooseAgain: z.boolean(),
    nearby: Nearby,
  }),
  /** Every product is out of stock. */
  z.object({ screen: z.literal('out-of-stock'), nearby: Nearby }),
  /** The machine gives nothing out. The reason is one of the plain messages. */
  z.object({ screen: z.literal('out-of-service'), message: ScreenMessage, nearby: Nearby }),
  /** Staff are at work at this screen. */
  z.object({ screen: z.literal('staff'), staff: StaffView }),
]);
export type Screen = z.infer<typeof Screen>;

/** When the agent leaves this screen by itself, both in ms from the moment of sending. */
export const Leaving = z.object({
  inMs: z.int().min(0),
  /**
   * From then on the page asks whether more time is needed (`more-time`); 0 if it does so now. Null
   * if this screen ends without asking.
   */
  warnInMs: z.int().min(0).nullable(),
});
export type Leaving = z.infer<typeof Leaving>;

/**
 * Everything that the page shows, as one value. It is sent whole, as the event `view` of the stream
 * `GET /api/screen/stream` (server-sent events; the data is this as JSON): when a page connects,
 * whenever something changes, and every 15 s. The page keeps nothing else: a reloaded page shows
 * the same. Nothing in it comes from a card or names a person.
 *
 * A page that runs as another user than the agent sends the content of `screen.key` as the header
 * `Authorization: Bearer …` with every request. It takes the key from the fragment of its own
 * address (`/screen#key=…`), so it reads the stream with `fetch`, because an `EventSource` sends no
 * header.
 */
export const ScreenView = z.object({
  /** Rises with every view of a run of the agent. */
  seq: z.int().min(0),
  /** Rises whenever another screen, page or step is shown; actions name it. */
  screen: z.int().min(0),
  machine: MachineId,
  /** To be called about this machine; null if none is configured. */
  phone: z.string().max(40).nullable(),
  language: z.enum(['zh', 'en']),
  largeType: z.boolean(),
  /** Neutral drawings, product names small, no red. */
  discreet: z.boolean(),
  /** The time of sending for the clock of the screen; null: the kiosk does not trust its time. */
  at: Instant.nullable(),
  rules: ShownRules,
  /** A tone to play once when this screen number is new; null for none. */
  tone: z.enum(['card-read', 'dropped', 'error']).nullable(),
  /** How loud, 0 to 100 %. */
  volume: z.int().min(0).max(100),
  /** A sentence over the screen for a moment, such as `second-card-ignored`; null for none. */
  aside: ScreenMessage.nullable(),
  leaving: Leaving.nullable(),
  /**
   * What each hardware button does here, null for nothing; empty without such buttons. The page
   * draws these choices next to the buttons, in this order.
   */
  buttons: z.array(ScreenAction.nullable()).max(4),
  shows: Screen,
});
export type ScreenView = z.infer<typeof ScreenView>;
