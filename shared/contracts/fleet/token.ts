import { z } from 'zod';
import { root } from '../../areas/jiangxi.ts';
import { AreaCode, Moment, Text } from './common.ts';

/**
 * What a token may do: the permissions of people, and reading the server's metrics, which are those
 * of the whole programme: only tokens of the whole programme may have that.
 */
export const TokenScope = z.enum(['read', 'act', 'stock', 'machine', 'enrol', 'audit', 'metrics']);
export type TokenScope = z.infer<typeof TokenScope>;

/** A token for a program, without its text, which is stored nowhere. */
export const Token = z.object({
  id: z.string(),
  name: Text,
  scope: z.array(TokenScope),
  area: AreaCode,
  created: Moment,
  createdBy: z.string(),
  expires: Moment,
  /** The beginning of the hour in which it was last used; null if never. */
  lastUsed: Moment.nullable(),
  /** When and by whom it was revoked; null if it was not. */
  revoked: z.object({ at: Moment, by: z.string() }).nullable(),
});
export type Token = z.infer<typeof Token>;

/** POST /tokens. `days` is how long it is valid. */
export const NewToken = z
  .object({
    name: Text,
    scope: z.array(TokenScope).min(1).max(TokenScope.options.length),
    area: AreaCode,
    days: z.int().min(1).max(365).default(90),
  })
  .refine(({ scope, area }) => !scope.includes('metrics') || area === root, {
    message:
      '运行指标涉及全部区域，只有全省的令牌才能读取 · metrics are those of the whole programme: only its tokens may read them',
    path: ['scope'],
  });
export type NewToken = z.infer<typeof NewToken>;

/**
 * 201 of POST /tokens: `text` is what the program sends, `yj_<id>_<secret>`. It is shown only once.
 */
export const CreatedToken = z.object({ token: Token, text: z.string() });
export type CreatedToken = z.infer<typeof CreatedToken>;

/** GET /tokens: those of the caller's area, the newest first, also expired and revoked ones. */
export const TokenList = z.object({ tokens: z.array(Token) });
export type TokenList = z.infer<typeof TokenList>;
