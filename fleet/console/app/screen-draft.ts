import type { EligibilityRules } from '../../../shared/contracts/eligibility.ts';
import type { AppliedScreen, ScreenChoice, ScreenWish, ServicePoint } from '../../../shared/contracts/fleet-http.ts';
import { positionText, readPosition } from './position.ts';

/** A staffed service point as its fields have it. */
export type PointEntered = Record<'name' | 'address' | 'hours' | 'phone' | 'position', string>;

/** What the form of a screen's settings has in its fields; an empty number is null. */
export interface ScreenDraft {
  readonly rulesOf: 'inherit' | 'own';
  readonly ageFrom: number | null;
  readonly ageTo: number | null;
  readonly every: 'none' | 'days' | 'month';
  readonly days: number | null;
  readonly boxes: number | null;
  readonly year: 'calendar' | 'rolling';
  readonly groups: 'together' | 'apart';
  readonly expiredCards: 'refuse' | 'accept';
  readonly birthday: 'birthday' | 'day-after';
  readonly leapBirthday: 'march-1' | 'february-28';
  readonly from: string;
  readonly phone: string;
  readonly discreet: 'inherit' | 'yes' | 'no';
  readonly volume: number | null;
  readonly quietFrom: number | null;
  readonly quietTo: number | null;
  readonly quietVolume: number | null;
  readonly pointsOf: 'inherit' | 'own';
  readonly points: readonly PointEntered[];
}

const usualDays = 22;

const pointEntered = ({ position, ...texts }: ServicePoint): PointEntered => ({
  ...texts,
  position: position === null ? '' : positionText(position),
});

/** The form for what was set: rules that are inherited stand in the fields as a beginning. */
export function draftOf(own: ScreenChoice | null, applied: AppliedScreen, today: string): ScreenDraft {
  const rules = applied.rules.value[applied.rules.value.length - 1];
  const [quiet] = own?.volume?.volumeHours ?? [];
  return {
    rulesOf: own?.rules ? 'own' : 'inherit',
    ageFrom: rules?.ages?.from ?? null,
    ageTo: rules?.ages?.to ?? null,
    every: rules === undefined ? 'days' : (rules.interval?.every ?? 'none'),
    days: rules?.interval?.every === 'days' ? rules.interval.days : usualDays,
    boxes: rules?.quota?.boxes ?? null,
    year: rules?.quota?.year ?? 'calendar',
    groups: rules?.groups ?? 'together',
    expiredCards: rules?.expiredCards ?? 'refuse',
    birthday: rules?.ageFrom ?? 'birthday',
    leapBirthday: rules?.leapBirthday ?? 'march-1',
    from: today,
    phone: own?.phone ?? '',
    discreet: own?.discreet == null ? 'inherit' : own.discreet ? 'yes' : 'no',
    volume: own?.volume?.volume ?? null,
    quietFrom: quiet?.from ?? null,
    quietTo: quiet?.to ?? null,
    quietVolume: quiet?.volume ?? null,
    pointsOf: own?.servicePoints ? 'own' : 'inherit',
    points: (own?.servicePoints ?? []).map(pointEntered),
  };
}

/** The rules that a draft states. */
export function rulesOf(draft: ScreenDraft): EligibilityRules {
  const { ageFrom, ageTo, every, days, boxes, year } = draft;
  return {
    from: draft.from,
    ages: ageFrom === null || ageTo === null ? null : { from: ageFrom, to: ageTo },
    ageFrom: draft.birthday,
    leapBirthday: draft.leapBirthday,
    interval: every === 'none' ? null : every === 'month' ? { every } : { every, days: days ?? usualDays },
    quota: boxes === null ? null : { boxes, year },
    groups: draft.groups,
    expiredCards: draft.expiredCards,
  };
}

/** Whether the ages of a draft are both given in order, or neither. */
export const areAgesRight = ({ ageFrom, ageTo }: Pick<ScreenDraft, 'ageFrom' | 'ageTo'>): boolean =>
  (ageFrom === null) === (ageTo === null) && (ageFrom === null || ageTo === null || ageFrom <= ageTo);

/** What the form asks for. Rules are sent only if they were changed, or are to begin later. */
export function wishOf(draft: ScreenDraft, own: ScreenChoice | null): ScreenWish {
  const { volume, quietFrom, quietTo, quietVolume } = draft;
  const isQuiet = quietFrom !== null && quietTo !== null && quietVolume !== null;
  return {
    basedOn: own?.at ?? null,
    rules: draft.rulesOf === 'own' ? rulesOf(draft) : null,
    phone: draft.phone.trim() || null,
    discreet: draft.discreet === 'inherit' ? null : draft.discreet === 'yes',
    volume:
      volume === null
        ? null
        : { volume, volumeHours: isQuiet ? [{ from: quietFrom, to: quietTo, volume: quietVolume }] : [] },
    servicePoints:
      draft.pointsOf === 'inherit'
        ? null
        : draft.points.map(({ position, ...texts }) => ({ ...texts, position: readPosition(position) ?? null })),
  };
}
