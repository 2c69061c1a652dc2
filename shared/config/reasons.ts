import { z } from 'zod';
import { ReasonCode } from '../contracts/fleet/common.ts';

/** A reason for which a machine may be stopped, or its days not counted: its names, and what it usually asks for. */
export const NamedReason = z.strictObject({
  code: ReasonCode,
  zh: z.string().min(1).max(32),
  en: z.string().min(1).max(64),
  /** What the console proposes for it; the person decides. */
  notCounted: z.boolean().default(true),
  stop: z.boolean().default(false),
});
export type NamedReason = z.output<typeof NamedReason>;

/** The reason that says nothing by itself: a note has to. It is always on the list. */
const otherReason = 'other';

/**
 * The reasons that a fleet begins with. What may harm boxes or people stops the machine too; where it has no power, is on a lorry, or nobody
 * comes, nothing is given out anyway.
 */
export const usualReasons: readonly NamedReason[] = [
  { code: 'moved', zh: '搬迁', en: 'Moved', notCounted: true, stop: false },
  { code: 'heat-stop', zh: '高温停机', en: 'Heat stop', notCounted: true, stop: true },
  { code: 'broken', zh: '损坏', en: 'Broken', notCounted: true, stop: true },
  { code: 'no-power', zh: '停电', en: 'No power', notCounted: true, stop: false },
  { code: 'holiday', zh: '放假', en: 'Holiday', notCounted: true, stop: false },
  { code: 'renovation', zh: '装修', en: 'Renovation', notCounted: true, stop: false },
  { code: 'event', zh: '活动', en: 'Event at the site', notCounted: true, stop: false },
  { code: 'upgrade', zh: '设备升级', en: 'Upgrade', notCounted: true, stop: true },
  { code: 'recall', zh: '召回', en: 'Recall', notCounted: true, stop: true },
  { code: otherReason, zh: '其他', en: 'Other', notCounted: false, stop: false },
];

const other = usualReasons.filter(({ code }) => code === otherReason);

/** The reasons that people may choose: those configured, with `other` among them. */
export const chosenReasons = (configured: readonly NamedReason[]): readonly NamedReason[] =>
  configured.some(({ code }) => code === otherReason) ? configured : [...configured, ...other];

/** All reasons that have a name, `offered` where people may choose them: what was entered before the list was changed stays readable. */
export const namedReasons = (configured: readonly NamedReason[]): readonly (NamedReason & { offered: boolean })[] => {
  const chosen = chosenReasons(configured);
  const codes = new Set(chosen.map(({ code }) => code));
  return [
    ...chosen.map((reason) => ({ ...reason, offered: true })),
    ...usualReasons.filter(({ code }) => !codes.has(code)).map((reason) => ({ ...reason, offered: false })),
  ];
};
