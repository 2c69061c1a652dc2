import type { Lane, ProductCode, RequestId } from '../../../shared/contracts/ids.ts';
import type { PlannedLane } from '../../../shared/contracts/plan.ts';

/** 2026-06-01 12:00 in Shanghai. */
export const noon = Date.UTC(2026, 5, 1, 4);
export const lane = (n: number): Lane => n as Lane;
export const product = (code: string): ProductCode => code as ProductCode;
export const requestNumber = (n: number): RequestId =>
  `00000000-0000-4000-9000-${String(n).padStart(12, '0')}` as RequestId;
export const planned = (n: number, code = 'CD-M', capacity = 10): PlannedLane => ({
  lane: lane(n),
  product: product(code),
  capacity,
  par: capacity,
});

/** Lanes 1 to n, all of one product. */
export const everyLane = (n: number): PlannedLane[] => Array.from({ length: n }, (_, index) => planned(index + 1));

/** How a turn ended. */
export const one = { kind: 'one' } as const;
export const noDrop = { kind: 'none', reason: 'no-drop' } as const;
export const jam = { kind: 'none', reason: 'jam' } as const;

/** The reply that nothing was done. */
export const refused = (refusal: string, lane: number | null = null) => ({ kind: 'refused', refusal, lane });
