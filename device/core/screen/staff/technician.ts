import { type Bilingual, bilingual } from '../../../../shared/contracts/meaning.ts';
import type { StaffView, TechnicianTopic } from '../../../../shared/screen/staff.ts';
import { words as en } from '../../../../shared/words/en.ts';
import { words as zh } from '../../../../shared/words/zh.ts';
import type { BoardLoss } from '../../../board/port.ts';
import { clockTrust, trueTimeMs } from '../../clock.ts';
import { isDoorOpen } from '../../door.ts';
import type { Facts } from '../../facts.ts';
import type { Now } from '../../input.ts';
import type { RuntimeState } from '../../runtime-state.ts';
import { pagesOf } from './lane-list.ts';

type Technician = Extract<StaffView, { step: 'technician' }>;
type Topic = Technician['topics'][number];

/** How many topics and errors one page shows. */
const onPage = { topics: 5, errors: 3 } as const;

const same = (text: string): Bilingual => bilingual(text, text);
const none = bilingual('none', '无');

/** Why a board can't be used, in the words of the console. */
const lossWords = (reason: BoardLoss): Bilingual => bilingual(en.reason[reason] ?? reason, zh.reason[reason] ?? reason);

/** Everything that a technician asks first, on pages: parts of the kiosk, then the last errors. */
export function technicianView(facts: Facts, runtime: RuntimeState, page: number, now: Now): Technician {
  const topics = topicsOf(facts, runtime, now);
  const { host } = runtime.staff;
  const errors = (host?.errors ?? []).map(({ at, text }) => ({ at, text: short(text) }));
  const topicPages = pagesOf(topics.length, onPage.topics);
  const of = topicPages + (errors.length === 0 ? 0 : pagesOf(errors.length, onPage.errors));
  const number = Math.min(of, Math.max(1, page));
  const errorPage = number - topicPages - 1;
  return {
    step: 'technician',
    topics: topics.slice((number - 1) * onPage.topics, number * onPage.topics),
    errors: errorPage < 0 ? [] : errors.slice(errorPage * onPage.errors, (errorPage + 1) * onPage.errors),
    page: { number, of },
    stick: host?.stick ?? null,
  };
}

/** A text of the log as it fits on the screen. */
const short = (text: Bilingual): Bilingual => bilingual(text.en.slice(0, 160), text.zh.slice(0, 160));

function topicsOf(facts: Facts, runtime: RuntimeState, now: Now): Topic[] {
  const topic = (name: TechnicianTopic, isGood: boolean | null, value: Bilingual): Topic => ({
    topic: name,
    isGood,
    value: short(value),
  });
  const { board, outbox, climate, screen, staff } = runtime;
  const { front, lost } = screen;
  const reader = (name: 'reader' | 'scanner', isLost: boolean): Topic =>
    topic(name, !isLost, isLost ? bilingual('no answer', '无应答') : bilingual('working', '正常'));
  const notReady = [...facts.books.lanes.values()].filter(({ condition }) => condition !== 'ready').length;
  const open = isDoorOpen(facts, runtime);
  return [
    topic('board', board.state === 'ready', boardWords(runtime)),
    topic(
      'lanes',
      notReady === 0,
      bilingual(
        `${facts.books.lanes.size}, ${notReady} not ready`,
        `共 ${facts.books.lanes.size} 个，${notReady} 个不可用`,
      ),
    ),
    topic('transaction', null, same(String(facts.books.lastTxn))),
    ...(front.cardReader ? [reader('reader', lost.cardReader)] : []),
    ...(front.scanner ? [reader('scanner', lost.scanner)] : []),
    topic('link', runtime.link.state === 'up', linkWords(runtime)),
    topic('unsent', null, same(String(Math.max(0, facts.last - outbox.through)))),
    topic('clock', clockTrust(runtime.clock, now) !== 'doubtful', clockWords(runtime, now)),
    ...(staff.host?.disk ? [topic('disk', runtime.disk === null, diskWords(staff.host.disk))] : []),
    topic('door', null, open ? bilingual('open', '未关') : bilingual('closed', '已关')),
    topic('climate', facts.books.climate !== 'out', climateWords(climate)),
    ...(staff.host ? [topic('version', null, same(staff.host.version)), pageTopic(staff.host.pageHeardMs)] : []),
  ];
}

function pageTopic(heardMs: number | null): Topic {
  const value =
    heardMs === null
      ? bilingual('not heard', '未收到')
      : bilingual(`heard ${Math.round(heardMs / 1000)} s ago`, `${Math.round(heardMs / 1000)} 秒前`);
  return { topic: 'page', isGood: heardMs !== null, value };
}

function boardWords({ board }: RuntimeState): Bilingual {
  switch (board.state) {
    case 'starting':
      return lossWords('starting');
    case 'lost':
      return lossWords(board.reason);
    case 'ready':
      return same(
        [board.identity.serial, board.identity.model, board.identity.firmware]
          .filter((part) => part !== null)
          .join(' · '),
      );
  }
}

function linkWords({ link }: RuntimeState): Bilingual {
  if (link.state === 'up') return bilingual('connected', '已连接');
  const why = link.reason === null ? '' : `: ${link.reason}`;
  return link.state === 'connecting'
    ? bilingual(`connecting${why}`, `正在连接${why.replace(': ', '：')}`)
    : bilingual(`not connected${why}`, `未连接${why.replace(': ', '：')}`);
}

/** The own clock against the time that the fleet sent. */
function clockWords({ clock }: RuntimeState, now: Now): Bilingual {
  const seconds = Math.round((now.at - trueTimeMs(clock, now)) / 1000);
  if (clock.fleetMs === null) return bilingual('the fleet has not sent the time', '服务器尚未校时');
  if (seconds === 0) return bilingual('as the fleet’s', '与服务器一致');
  return seconds > 0
    ? bilingual(`${seconds} s ahead of the fleet`, `比服务器快 ${seconds} 秒`)
    : bilingual(`${-seconds} s behind the fleet`, `比服务器慢 ${-seconds} 秒`);
}

const gigabyte = 1024 ** 3;

function diskWords({ freeBytes, totalBytes }: { readonly freeBytes: number; readonly totalBytes: number }): Bilingual {
  const [free, total] = [freeBytes, totalBytes].map((bytes) => (bytes / gigabyte).toFixed(1));
  return bilingual(`${free} of ${total} GB free`, `可用 ${free} GB，共 ${total} GB`);
}

function climateWords({ tempDeciC, humidityPct }: RuntimeState['climate']): Bilingual {
  const parts = [
    ...(tempDeciC === null ? [] : [`${(tempDeciC / 10).toFixed(1)} °C`]),
    ...(humidityPct === null ? [] : [`${humidityPct} %`]),
  ];
  return parts.length === 0 ? none : same(parts.join(' · '));
}
