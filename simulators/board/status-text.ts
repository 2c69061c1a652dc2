import { type Bilingual, bilingual, type Language } from '../../shared/contracts/meaning.ts';
import type { LaneTruth } from './model/cabinet-lines.ts';
import type { WireCounts, WireWay } from './model/wire.ts';
import type { BoardRuntime } from './runtime.ts';

/** Kinds of line faults in Chinese. */
export const wireFaultsInChinese: Readonly<Record<keyof WireCounts, string>> = {
  noise: '插入干扰字节',
  lose: '丢失',
  corrupt: '出错',
  cut: '截断',
  duplicate: '重复',
  split: '分段',
  delay: '延迟',
};

/** The boards' own words for lanes and results, in Chinese. */
const boardWordsInChinese: Readonly<Record<string, string>> = {
  READY: '正常',
  EMPTY: '空',
  JAM: '卡住',
  ABSENT: '不存在',
  PAUSED: '暂停',
  NONE: '无结果',
  RUNNING: '进行中',
  DROPPED: '已落下',
  NODROP: '没有落下',
  UNKNOWN: '待核实',
  MOTOR: '电机故障',
  LIFT: '升降故障',
};

/** A board's own word for the state of a lane or a result, as the tester reads it. */
export const boardWord = (word: string, language: Language): string =>
  language === 'zh' ? (boardWordsInChinese[word] ?? word) : word;

/** What is wrong with a lane, in words; '' if nothing is wrong. */
export function laneTrouble(lane: LaneTruth, language: Language): string {
  const faults: Readonly<Record<LaneTruth['fault'], Bilingual | null>> = {
    none: null,
    late: bilingual('falls late', '落得晚'),
    nothing: bilingual('gives nothing', '不出货'),
    double: bilingual('gives two', '一次两盒'),
    jam: bilingual('jams', '卡住'),
  };
  const troubles = [faults[lane.fault], lane.blind ? bilingual('not seen', '看不到') : null];
  return troubles.flatMap((each) => (each === null ? [] : [each[language]])).join(language === 'zh' ? '、' : ', ');
}

function wayText(name: string, way: WireWay, language: Language): string {
  const faults = Object.entries(way.faults).filter(([fault, value]) => fault !== 'delayMs' && value > 0);
  const words = faults.map(([fault, value]) =>
    language === 'zh' ? `${wireFaultsInChinese[fault as keyof WireCounts]} ${value}` : `${fault} ${value}`,
  );
  if (way.muted) words.push(language === 'zh' ? '不通' : 'dead');
  const good = language === 'zh' ? '正常' : 'good';
  return `${name} ${words.length === 0 ? good : words.join(' ')}`;
}

/** One line about the serial line. */
export function lineText({ wire, portPath }: BoardRuntime, language: Language): string {
  const zh = language === 'zh';
  const port = portPath === null ? (zh ? '已拔线' : 'unplugged') : `${zh ? '串口' : 'port'} ${portPath}`;
  const parts = [
    port,
    wayText(zh ? '终端发送' : 'from host', wire.toBoard, language),
    wayText(zh ? '控制板发送' : 'from board', wire.toHost, language),
  ];
  if (wire.noisy) parts.push(zh ? '不停发送乱码' : 'jabbering');
  return parts.join(' · ');
}

/** One line about what fell and what is left. */
export function stockText({ cabinet }: BoardRuntime, language: Language): string {
  const { boxes, falls, turns, stuck } = cabinet;
  if (language === 'zh')
    return `货道内 ${boxes} 盒 · 已落下 ${falls.length} 盒 · 电机转动 ${turns} 次 · 传感器${stuck ? '每次转动都报一盒' : '正常'}`;
  return `boxes in lanes ${boxes} · fallen ${falls.length} · turns ${turns} · ${stuck ? 'sensor stuck' : 'sensor ok'}`;
}

/** One line about the board, its door and its last transaction. */
export function boardText({ board, cabinet }: BoardRuntime, language: Language): string {
  const zh = language === 'zh';
  const last = board.lastTransaction;
  const temp = cabinet.tempDeciC === null ? '-' : (cabinet.tempDeciC / 10).toFixed(1);
  const power = zh ? (board.powered ? '已上电' : '已断电') : board.powered ? 'on' : 'off';
  const door = zh ? (cabinet.doorOpen ? '柜门开' : '柜门关') : `door ${cabinet.doorOpen ? 'open' : 'closed'}`;
  const none = zh ? '还没有出货' : 'no transaction';
  const lastTurn = (id: number, lane: number, result: string): string =>
    zh ? `最近一次 ${id}，货道 ${lane}，${boardWord(result, 'zh')}` : `last ${id} lane ${lane} ${result}`;
  return [
    `${board.driver} ${board.serial} ${power}`,
    door,
    `${temp} °C ${cabinet.humidityPct ?? '-'} %`,
    last === null ? none : lastTurn(last.id, last.lane, last.result),
  ].join(' · ');
}

/** Several lines: board, stock, line, and a line for each lane that is not simply ready. */
export function statusText(runtime: BoardRuntime, language: Language): string {
  const lines = [boardText(runtime, language), stockText(runtime, language), lineText(runtime, language)];
  for (let number = 1; number <= runtime.cabinet.lanes; number += 1) {
    const lane = runtime.cabinet.lane(number);
    if (lane === null) continue;
    const state = runtime.board.laneState(number);
    const trouble = laneTrouble(lane, language);
    if (state === 'READY' && trouble === '' && lane.boxes > 0 && lane.fallen === 0) continue;
    const zh = `货道 ${number} ${boardWord(state, 'zh')}，现有 ${lane.boxes} 盒，已落下 ${lane.fallen} 盒`;
    const en = `lane ${number} ${state}, ${lane.boxes} boxes, ${lane.fallen} fallen`;
    const tail = trouble === '' ? '' : `${language === 'zh' ? '，' : ', '}${trouble}`;
    lines.push(`${language === 'zh' ? zh : en}${tail}`);
  }
  return lines.join('\n');
}
