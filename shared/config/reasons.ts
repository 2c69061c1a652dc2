import { z } from 'zod';
import { ReasonCode } from '../contracts/fleet/common.ts';

/**
 * A reason for stopping a machine or for not counting its days: its names, and what the console
 * proposes for it.
 */
export const NamedReason = z.strictObject({
  code: ReasonCode,
  zh: z.string().min(1).max(32),
  en: z.string().min(1).max(64),
  /** The console's default for this reason; the person decides. */
  notCounted: z.boolean().default(true),
  stop: z.boolean().default(false),
});
export type NamedReason = z.output<typeof NamedReason>;

/**
 * The reason that needs a note, because it explains nothing by itself. It is always on the list.
 */
const otherReason = 'other';

/**
 * The default reasons of a fleet. A reason that means harm to boxes or people also stops the
 * machine. A machine without power, on a lorry or without visitors gives nothing out anyway.
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

/** The reasons that people may choose: the configured ones, and `other`. */
export const chosenReasons = (configured: readonly NamedReason[]): readonly NamedReason[] =>
  configured.some(({ code }) => code === otherReason) ? configured : [...configured, ...other];

/**
 * All reasons that have a name; `offered` if people may choose them. What was entered before the
 * list changed stays readable.
 */
export const namedReasons = (configured: readonly NamedReason[]): readonly (NamedReason & { offered: boolean })[] => {
  const chosen = chosenReasons(configured);
  const codes = new Set(chosen.map(({ code }) => code));
  return [
    ...chosen.map((reason) => ({ ...reason, offered: true })),
    ...usualReasons.filter(({ code }) => !codes.has(code)).map((reason) => ({ ...reason, offered: false })),
  ];
};
