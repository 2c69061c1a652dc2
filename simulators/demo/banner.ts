import type { DemoData } from './data-dir.ts';
import type { DemoFleet } from './fleet.ts';
import { type LiveKiosk, staffPin } from './live-kiosk.ts';
import type { Panel } from './panel/server.ts';

/** The screen of a running demo: where everything is, and what to try next. */
export function screen({
  data,
  fleet,
  kiosks,
  panels,
}: {
  readonly data: DemoData;
  readonly fleet: DemoFleet;
  readonly kiosks: readonly LiveKiosk[];
  /** In the order of the kiosks. */
  readonly panels: readonly Panel[];
}): string {
  const { password, token, machines, seeded } = data.kept;
  const [first] = kiosks;
  const rows = kiosks.map(
    ({ place, http, link }) => `  ${place.number}  ${place.machine}  ${http}  ${place.driver}  ${link}`,
  );
  const screens = kiosks.map(({ place: { number, screen: glass } }, index) => {
    const how = glass.buttons > 0 ? '按键 · buttons' : '触摸 · touch';
    return `  ${number}  ${panels[index]?.url}  ${glass.diagonalInch}″ ${glass.widthPx} × ${glass.heightPx}  ${how}`;
  });
  const uuid = '"$(cat /proc/sys/kernel/random/uuid)"';
  const ask = `curl -s ${first?.http}/api/dispense -H 'content-type: application/json' -d '{"request":"'${uuid}'","product":"CD-M"}'`;
  return [
    '',
    `  Yaoju demo · 药具发放演示`,
    ...fleet.moved.map((line) => `  ${line}`),
    '',
    `  console · 控制台     ${fleet.httpUrl}/`,
    `  user · 用户 admin    password · 密码 ${password}`,
    `  broker · MQTT        ${fleet.mqttUrl}    API token · 接口令牌 ${token}`,
    '',
    `  live kiosks · 真实终端程序 (staff PIN · PIN 码 ${staffPin}): number, machine, HTTP, board, board's port`,
    ...rows,
    '',
    "  their screens, with a tester's panel · 屏幕与测试面板：",
    ...screens,
    '',
    `  ${machines} seeded machines · 台模拟机器：their books are real ledgers; no agent runs behind them, an echo keeps them talking`,
    `  ${machines} 台机器的账本真实可查，但没有终端程序在运行，由“回声”代为上报心跳与发放`,
    ...(seeded
      ? []
      : ['  their history is being written now, the worst machines first · 正在写入历史数据，问题机器优先']),
    '',
    '  try · 试一试：',
    `    1 jam 1            type it here: lane 1 of kiosk 1 jams · 在此输入：1 号机 1 货道卡住`,
    `    1 door open        and: 1 unplug · 1 plug · 1 power off · 1 power on · 1 lose 0.1 · 1 help`,
    `    2 card             a card on the reader of kiosk 2, at its screen · 2 号机：把证件放到读卡器上；2 lift 拿开`,
    `    ${ask}`,
    `    YAOJU_API_TOKEN=${token} node bin/yaoju.js kiosks --fleet ${fleet.httpUrl} --mqtt ${fleet.mqttUrl} --count 20 --speed 60`,
    '',
    `  log · 日志 ${data.path('demo.log')}    data · 数据 ${data.dir}    stop · 停止 Ctrl-C`,
    '',
  ].join('\n');
}
