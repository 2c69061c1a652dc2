import { z } from 'zod';
import { typedLine, typedLines } from '../text.ts';
import { Day, ShownDay } from './common.ts';

/** Digits, the signs that group them, and `#`, `,` or the Chinese word before an extension. */
const numberSigns = /^[\d+\-()/#*,\u8f6c ]*$/;
const digitsAtLeast = 3;

/** A telephone number as a person enters it; empty for none. */
export const Telephone = typedLine(40, 0)
  .overwrite((text) => text.normalize('NFKC').trim())
  .refine((text) => text === '' || (numberSigns.test(text) && text.replace(/\D/g, '').length >= digitsAtLeast), {
    error: '不是电话号码 · not a telephone number',
  });

/**
 * PUT /machines/{id}/contact: whom to call at the site of a machine, and when it is open. At least
 * one of the four texts says something. `checked` is the local day on which somebody made sure that
 * this is right.
 */
export const NewSiteContact = z
  .object({
    name: typedLine(64, 0).default(''),
    telephone: Telephone.default(''),
    hours: typedLine(128, 0).default(''),
    note: typedLines(200).default(''),
    checked: Day,
  })
  .refine(({ name, telephone, hours, note }) => `${name}${telephone}${hours}${note}` !== '', {
    message: '请填写联系人、电话、开放时间或备注 · a contact says something',
    path: ['name'],
  });
export type NewSiteContact = z.infer<typeof NewSiteContact>;

/**
 * Whom to call at the site of a machine, when it is open, and when that was checked last and by
 * which user. A text that nobody entered is empty.
 */
export const SiteContact = z.object({
  name: z.string(),
  telephone: z.string(),
  hours: z.string(),
  note: z.string(),
  checked: ShownDay,
  by: z.string(),
});
export type SiteContact = z.infer<typeof SiteContact>;
