import type { BoardLoss, LaneHardware, TurnResult } from '../board/port.ts';

/** Why a board can't be used, and what to check first, for the technician at the machine. */
export const lossWords: Readonly<Record<BoardLoss, string>> = {
  starting: '尚未应答 · it has not answered yet',
  'port-missing': '找不到串口：请检查数据线和配置中的 board.port · no such port: check the cable and board.port',
  'port-busy':
    '串口被其他程序占用（终端程序是否在运行？） · another program holds the port (is the kiosk agent running?)',
  'port-denied':
    '没有打开串口的权限：请把用户加入 dialout 组 · this user may not open the port: add it to the group dialout',
  'port-gone': '串口已断开：数据线被拔出？ · the port disappeared: was the cable pulled?',
  'port-error': '串口出错 · the port reports an error',
  mute: '无应答：请检查电源、接线和协议类型 · no answer: check the power, the wiring and the kind of board',
  babble: '收到乱码：波特率不对或线路受干扰 · unreadable data: a wrong baud rate, or a disturbed line',
  'not-a-board': '有设备应答，但不是这种控制板 · a device answers, but it is not this kind of board',
};

export const laneWords: Readonly<Record<LaneHardware, string>> = {
  ready: '正常 ready',
  empty: '空 empty',
  jam: '卡住 jam',
  absent: '不存在 absent',
};

/** How a test turn ended, in one line. */
export function turnWords(result: TurnResult): string {
  switch (result.kind) {
    case 'one':
      return '掉落一盒，传感器已看到 · one box fell, and the sensor saw it';
    case 'more':
      return `掉落 ${result.boxes} 盒 · ${result.boxes} boxes fell`;
    case 'none':
      return `没有掉落 · nothing fell (${result.reason})`;
    case 'unknown':
      return `无法确定是否掉落 · nobody can know whether a box fell (${result.reason})`;
  }
}
