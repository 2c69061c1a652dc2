import type { Facts } from './facts.ts';
import { limits } from './limits.ts';
import type { Sentence } from './reply.ts';
import type { RuntimeState } from './runtime-state.ts';

/**
 * The reasons for the end of a link with which the fleet itself refused the kiosk for its machine
 * id or its password.
 */
export const refusedLinks = [
  'the fleet refuses this machine id',
  'wrong machine id or password',
  'wrong machine id or password, or a machine that is not registered',
] as const;

/**
 * Whether the fleet hears this kiosk. `heard`: it is connected and its lines are receipted.
 * `connecting`: not known yet. `unanswered`: it is connected, but no receipt comes. `refused`: the
 * fleet turns it away for its machine id or password. `unreachable`: there is no connection.
 */
export type FleetContact = 'heard' | 'connecting' | 'unanswered' | 'refused' | 'unreachable';

/**
 * Depends on receipts and not on the connection: a broker accepts a kiosk even if nobody reads its
 * messages.
 */
export function fleetContact(facts: Facts, runtime: RuntimeState, now: { readonly monoMs: number }): FleetContact {
  const { link, outbox } = runtime;
  if (link.state !== 'up') {
    if (refusedLinks.some((reason) => reason === link.reason)) return 'refused';
    return link.state === 'connecting' && link.reason === null ? 'connecting' : 'unreachable';
  }
  const waits = facts.last > outbox.through;
  const lately = outbox.receiptMonoMs !== null && now.monoMs - outbox.receiptMonoMs < 2 * limits.resendAfterMs;
  if (outbox.receiptMonoMs !== null && (!waits || lately)) return 'heard';
  return now.monoMs - link.sinceMonoMs < 2 * limits.resendAfterMs ? 'connecting' : 'unanswered';
}

/** What each state means, and what the person who installs the kiosk can do about it. */
export const heardSentences: Readonly<Record<FleetContact, Sentence>> = {
  heard: { zh: '服务器已收到本机的账。', en: 'The fleet has this kiosk’s ledger.' },
  connecting: { zh: '正在连接服务器，请稍候再看。', en: 'Connecting to the fleet. Look again in a moment.' },
  unanswered: {
    zh: '已连上消息服务，但服务器没有确认收到本机的账，请管理员检查服务器。',
    en: 'Connected, but the fleet does not confirm this kiosk’s ledger: have the administrator look at the server.',
  },
  refused: {
    zh: '服务器拒绝本机：机器编号未登记、密钥不对或证书已吊销，请核对终端配置文件中的编号和密钥，或重新接入。',
    en: 'The fleet refuses this kiosk: compare machine and fleet.password in kiosk.json with what registration gave, or enrol it again.',
  },
  unreachable: {
    zh: '连不上服务器，请检查网络和终端配置文件中的服务器地址。本机照常发放，账会在连上后补传。',
    en: 'The fleet cannot be reached: check the network and fleet.url. Boxes are given out as usual and reported later.',
  },
};
