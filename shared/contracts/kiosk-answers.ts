import { z } from 'zod';
import { Lane, LedgerId, Mark, RequestId, Seq, Txn } from './ids.ts';
import { means } from './meaning.ts';
import { ReportedState } from './reported.ts';

/** What a kiosk's own HTTP gives [running contract, kiosk HTTP]. */

const bothLanguages = z.string().meta(means('A sentence in Chinese, then in English', '中文说明，其后为英文'));

/** Something that was booked as entered, but that staff should look at again. */
export const Warning = z.object({
  lane: Lane,
  code: z.enum(['earlier-behind-later', 'no-expiry', 'still-jammed']),
  message: bothLanguages,
});

/** The one answer that a request ever gets. */
export const DispenseAnswer = z.object({
  request: RequestId,
  outcome: z
    .enum(['issued', 'not-issued', 'uncertain'])
    .meta(means('Whether a box was given out; uncertain: nobody can know', '是否已发出；uncertain 指待核实')),
  reason: z
    .string()
    .nullable()
    .meta(means('Why none was; null when a box was issued', '没有发出的原因；已发出时为 null')),
  lane: Lane,
  txn: Txn,
  message: bothLanguages,
});

/** A staff entry that is in the books; `warnings` are for the person who made it. */
export const StaffDone = z.object({
  done: z.literal(true),
  warnings: z.array(Warning).meta(means('What to look at again', '需要再看一下的地方')),
});

/** Everything else: a closed code, and a sentence in Chinese, then English. */
export const KioskProblem = z.object({
  code: z.string().meta(means('One of a closed list, for programs', '错误代码，供程序判断')),
  message: bothLanguages,
  lane: Lane.optional(),
});
export type KioskProblem = z.infer<typeof KioskProblem>;

/** Something that staff should know or do about the ledger. */
export const Note = z.object({
  code: z.enum(['ledger-anew', 'ledger-gone', 'ledger-rewritten']),
  message: bothLanguages,
});
export type Note = z.infer<typeof Note>;

const notes = z.array(Note).meta(means('What staff should know or do', '维护人员须知'));

/** The reported state, as the fleet gets it, and what staff should know. */
export const StateAnswer = ReportedState.extend({ notes });

/** Lines of the current ledger; `line` is one event as the ledger holds it. */
export const EventsAnswer = z.object({
  ledger: LedgerId,
  last: Mark,
  events: z
    .array(z.object({ seq: Seq, line: z.looseObject({ kind: z.string() }) }))
    .meta(means('The lines behind `after`, oldest first', '所请求行号之后的各行，旧的在前')),
});

/** Whether the kiosk gives out, whether the fleet hears it, and why not. */
export const HealthAnswer = z.object({
  status: z.enum(['ok', 'out-of-service']),
  inService: z.boolean().meta(means('Whether the kiosk gives out', '本机能否发放')),
  reasons: z.array(z.string()).meta(means('Why it does not', '不能发放的原因')),
  board: z.object({ state: z.enum(['ready', 'starting', 'lost']), reason: z.string().nullable() }),
  link: z.object({
    state: z.enum(['up', 'connecting', 'down']),
    reason: z.string().nullable(),
    plain: z
      .boolean()
      .meta(means('Whether it goes to another computer without encryption', '链路是否未加密（通往其他计算机）')),
  }),
  fleet: z.object({
    heard: z.boolean().meta(means('Whether the fleet has this kiosk’s ledger', '服务器是否已收到本机的账')),
    state: z.enum(['heard', 'connecting', 'unanswered', 'refused', 'unreachable']),
    message: bothLanguages,
  }),
  disk: z.object({ state: z.enum(['ok', 'failed']), code: z.string().nullable() }),
  outbox: z.object({
    waiting: z.int().min(0).meta(means('Lines not yet receipted by the fleet', '服务器尚未确认的账本行数')),
    lastReceiptAgeMs: z
      .number()
      .nullable()
      .meta(
        means(
          'Age of the last receipt, ms; null for none in this run',
          '最近一次确认距今的毫秒数；本次启动后没有则为 null',
        ),
      ),
  }),
  clock: z.object({ state: z.string().meta(means('How good the kiosk’s time is', '时间是否可信')) }),
  unreadable: z.int().min(0).meta(means('Messages of the fleet that could not be read', '无法读懂的服务器消息数')),
  uncounted: z.array(Lane).meta(means('Lanes to be counted', '待盘点的货道')),
  detail: z.string().optional().meta(means('Why the ledger cannot be opened', '账本无法打开的原因')),
  notes,
});
