import type { ScreenPlace } from '../../shared/contracts/eligibility.ts';
import type { Position, ServicePoint } from '../../shared/contracts/fleet/screen.ts';

/** The most places that a screen names. */
const placesMax = 3;
/** A machine farther away than this is not named. */
const machineWithinM = 20_000;
const earthRadiusM = 6_371_000;

const radians = (degrees: number): number => (degrees * Math.PI) / 180;

/** The straight-line distance of two places on the earth, in m. */
export function distanceM(a: Position, b: Position): number {
  const [latA, latB] = [radians(a.lat), radians(b.lat)];
  const half = (from: number, to: number): number => Math.sin((to - from) / 2) ** 2;
  const part = half(latA, latB) + Math.cos(latA) * Math.cos(latB) * half(radians(a.lon), radians(b.lon));
  return Math.round(2 * earthRadiusM * Math.asin(Math.min(1, Math.sqrt(part))));
}

/** Another machine, as a screen may name it. */
export interface NearMachine {
  readonly name: string;
  readonly address: string | null;
  readonly hours: string;
  readonly position: Position | null;
}

/**
 * The places that a machine's screen names, nearest first: service points, and other machines as
 * far as their distance is known. Service points whose distance is not known come last, as they
 * were entered.
 */
export function nearbyPlaces(
  here: Position | null,
  servicePoints: readonly ServicePoint[],
  machines: readonly NearMachine[],
): ScreenPlace[] {
  const away = (position: Position | null): number | null => (here && position ? distanceM(here, position) : null);
  const places = [
    ...servicePoints.map(({ position, ...servicePoint }) => ({ ...servicePoint, distanceM: away(position) })),
    ...machines.flatMap(({ name, address, hours, position }) => {
      const metres = away(position);
      if (metres === null || metres > machineWithinM) return [];
      return [{ name: name.slice(0, 64), address: (address ?? '').slice(0, 128), distanceM: metres, hours, phone: '' }];
    }),
  ];
  return places.sort((a, b) => (a.distanceM ?? Infinity) - (b.distanceM ?? Infinity) || 0).slice(0, placesMax);
}
