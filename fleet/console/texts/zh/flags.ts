import type { FlagKind } from '../../../../shared/rules/finding.ts';
import type { NextStep } from '../../../../shared/rules/next-step.ts';
import type { FlagTextValues } from '../flag-text.ts';

type FlagText = { title: (it: FlagTextValues) => string; why: (it: FlagTextValues) => string };

/** 一个品种没有可以发放的，机器里有而不能发放的另外说明。 */
function outOf(it: FlagTextValues): string {
  const there = [
    it.value('unfit') > 0 && `${it.count('unfit')} 盒过期、临期停发或召回，要取出`,
    it.value('blocked') > 0 && `${it.count('blocked')} 盒在锁定、卡住或停发的货道里`,
  ].filter(Boolean);
  return there.length === 0 ? `${it.product}已发完` : `${it.product}没有可以发放的：机器里 ${there.join('，')}`;
}

/** 每种提醒：`title` 一句话说是什么，`why` 说为什么。 */
export const flags: Record<FlagKind, FlagText> & Record<string, FlagText> = {
  recalled: {
    title: (it) => (it.isOneLot ? `取出召回批号 ${it.lot} 的${it.product}` : `取出全部召回的${it.product}`),
    why: (it) => `货道 ${it.lane} 里有或可能有召回批号；机器收到召回后停发该货道`,
  },
  fork: {
    title: () => '机器的账本不连续，已停止收账',
    why: (it) => `存到第 ${it.count('through')} 行后不再相接，可能是换回了旧存储卡或克隆了存储卡`,
  },
  'not-booked': {
    title: () => '机器送来的账无法入账，库存和发放数停在之前',
    why: () => '从那时起收到的账原样保存，没有丢；其他机器不受影响',
  },
  'not-judged': {
    title: () => '这台机器的情况无法判断，所示是之前的情况',
    why: () => '收到的账照常保存，其他机器不受影响',
  },
  quarantined: {
    title: () => '机器已被隔离，库存和发放数停在之前',
    why: () => '隔离期间收到的账原样保存，没有丢；解除隔离后按发生的日子补计',
  },
  'over-quota': {
    title: () => '机器一天内上传过多，暂停收账',
    why: () => '超过一天的限额；账留在机器里，到时自动续收，没有丢',
  },
  'refused-messages': {
    title: () => '机器发来违规消息，已拒收',
    why: () => '正常的终端程序不会发这样的消息：程序可能被改动，或密钥被别的程序使用',
  },
  'ledger-lost': {
    title: (it) => `盘点货道 ${it.lane}：机器换了新账本，原有 ${it.count('boxes')} 盒不在账上`,
    why: (it) =>
      `新账本不知道之前的账本 ${it.text('ledger')}（存到第 ${it.count('through')} 行）。盘点全部货道，或在确认时写明盒子的去向`,
  },
  'identity-twice': {
    title: () => '身份重复：两台设备在用同一个身份',
    why: () => '两个连接互相顶替，其中一台是多余的',
  },
  impersonation: {
    title: () => '疑似有人冒用这台机器的身份连接',
    why: (it) =>
      it.text('why') === 'wrong-secret'
        ? '一小时内多次使用错误的密钥，已拒绝'
        : it.text('why') === 'wrong-key'
          ? '使用了已作废的或其他机器的密钥，已拒绝'
          : '密钥正确，但连接方式与终端程序不同，已拒绝',
  },
  'sensor-suspect': {
    title: () => '检查落盒传感器，机器已停发',
    why: () => '落盒传感器不可信：连续没有看到落盒，或一次落下两盒',
  },
  drift: {
    title: (it) => `盘点货道 ${it.lane}：账物不符，机器与账面的库存不同`,
    why: () => '同一行账上，机器报的库存与账面不同',
  },
  implausible: {
    title: (it) => `有 ${it.count('lines')} 行账不合实际，没有计入`,
    why: (it) => `记为发放 ${it.count('issued')} 盒，装入、盘点或取出 ${it.count('moved')} 盒；原样保存，等人决定`,
  },
  'board-lost': {
    title: () => '机器内部的控制板无应答，无法发放',
    why: () => '终端程序收不到控制板的应答',
  },
  expired: {
    title: (it) => `取出 ${it.count('boxes')} 盒${it.product}：${it.isPast('expires') ? '已过期' : '临期停发'}`,
    why: (it) => `批号 ${it.lot}，有效期至 ${it.day('expires')}，货道 ${it.lane}`,
  },
  offline: {
    title: (it) => (it.has('since') ? '机器离线' : '机器从未上线'),
    why: (it) => (it.has('since') ? '没有再收到心跳' : '登记后没有收到过心跳'),
  },
  climate: {
    title: () => '机内温度或湿度超限，机器已停发',
    why: (it) =>
      it.has('tempDeciC') ? `机内 ${Math.round(it.value('tempDeciC')) / 10} °C` : '恢复到限值以内后自动发放',
  },
  'door-open': {
    title: () => '柜门未关，机器停发',
    why: () => '柜门关好后自动恢复发放',
  },
  'lane-jam': {
    title: (it) => `货道 ${it.lane} 卡住`,
    why: (it) => `${it.product}，这条货道停发`,
  },
  undated: {
    title: (it) => `核对 ${it.count('boxes')} 盒${it.product}的有效期`,
    why: (it) =>
      `货道 ${it.lane}，${it.has('written') ? `录入的有效期 ${it.text('written')} 不可信` : '没有录入有效期'}，${it.text('locked') === 'true' ? '机器不发放这些盒子' : '机器仍在发放'}`,
  },
  restock: {
    title: (it) => `补 ${it.count('boxes')} 盒${it.product}`,
    why: (it) =>
      it.text('reason') === 'out'
        ? outOf(it)
        : it.text('reason') === 'minimum'
          ? `${it.product}只剩 ${it.count('stock')} 盒`
          : `${it.product}剩 ${it.count('stock')} 盒，约够 ${it.count('coverDays')} 天`,
  },
  silent: {
    title: (it) => `${it.count('quietDays')} 天没有发出一盒`,
    why: (it) => `在线、有货、无故障；按它平时的量，这种情况的可能性 ${it.chance('chance')}`,
  },
  'stock-take': {
    title: () => '去盘点一次',
    why: (it) =>
      it.text('newLedger') === 'true'
        ? '机器换了新账本，原有库存无人能保证'
        : `${it.count('uncertain')} 盒待核实是否发出`,
  },
  'late-entry': {
    title: (it) => `有 ${it.count('issued')} 盒在年度结账后才报来`,
    why: (it) => `发生在 ${it.day('from')} 至 ${it.day('to')}；库存已变，是否计入该年度，等管理员决定`,
  },
  'below-pace': {
    title: (it) => {
      const short = Math.max(0, Math.ceil(it.value('owed') - it.value('expected')));
      return Number.isFinite(short) && short > 0 ? `今年预计差 ${short} 盒` : '今年进度低于目标';
    },
    why: (it) =>
      `截至昨日已发 ${it.count('issued')} 盒，全年应发 ${it.count('owed')} 盒，达标可能性 ${it.chance('chance')}`,
  },
  'clock-wrong': {
    title: () => '机器的时钟不准',
    why: (it) => `相差约 ${Math.round(Math.abs(it.value('offByMs')) / 60_000)} 分钟；账已按服务器时间归日`,
  },
  'unreadable-line': {
    title: (it) => `有 ${it.count('lines')} 行记录无法识别`,
    why: (it) => `最后一行是第 ${it.count('lastSeq')} 行；原样保存，没有丢`,
  },
  expiring: {
    title: (it) => `${it.count('boxes')} 盒${it.product}将到效期`,
    why: (it) => `批号 ${it.lot}，有效期至 ${it.day('expires')}，货道 ${it.lane}`,
  },
  'stop-pending': {
    title: () => '已要求停止发放，机器没有停',
    why: (it) =>
      `要求停发的原因：${it.suspension}；${{ offline: '机器离线', unsupported: '机器的程序版本不支持' }[it.text('why')] ?? '机器还没有确认'}，可能继续发放`,
  },
  'plain-link': {
    title: () => '机器与服务器之间的链路未加密',
    why: () => '途中的人可以看到并改动机器送来的账，也能得到机器的密钥',
  },
  stopped: {
    title: () => '机器停止发放，日子照常计入考核',
    why: (it) => `停发原因：${it.suspension}`,
  },
  'config-pending': {
    title: () => '机器还没用上新的配置',
    why: (it) => `要求第 ${it.count('desired')} 版，机器在用第 ${it.has('inForce') ? it.count('inForce') : '？'} 版`,
  },
};

/** 下一步怎么做，按服务器给的代码。 */
export const nextSteps: Record<NextStep['code'], string> & Record<string, string> = {
  'remove-boxes': '到机器前取出，请维护人员在终端登记取出数，退回库房',
  'move-or-use-first': '调到发得快的机器，或先发这一批',
  'carry-boxes': '列入补货单，带货上门',
  'clear-lane': '请维护人员到机器前清理货道、关好柜门，再在机器页点该货道的“复位”',
  'count-lanes': '请维护人员到机器前逐条货道清点，在终端录入盘点数',
  'raise-issue': '加强宣传引导，或申请调整点位',
  'replace-disk-and-count': '请维护人员更换存储卡，再逐条货道清点、在终端录入',
  'find-second-machine': '找到用同一密钥的另一台设备并关掉，再由管理员在机器的“登记”页重置密钥',
  'find-who-connects': '查清是谁在用这台机器的身份连接；密钥可能外泄的，由管理员在机器的“登记”页重置密钥',
  'check-drop-sensor': '请维护人员擦净、检查落盒传感器，清点货道，再在终端登记传感器正常',
  'check-board-cable': '请维护人员检查控制板电源与串口线',
  'stop-by-hand': '打电话给点位：请人切断机器电源，或在机器上贴“暂停使用”',
  'resume-when-fit': '修好或原因过去后，在机器的“停用与停发”页点“恢复发放”；要停很久的，请登记停用',
  'date-boxes': '请维护人员取出这些盒子并在终端登记，再按包装上的批号和有效期重新装入并登记',
  'read-server-log': '把服务器日志交给系统维护人员；修好并重启服务后自动续上',
  'check-machine-program': '请维护人员检查机器的程序；密钥可能外泄的，由管理员在机器的“登记”页重置密钥',
  'check-power-and-network': '打电话给点位：看电源和网络',
  'check-temperature': '请点位人员检查通风与空调；一时好不了的，请登记停用',
  'close-door': '请点位人员关好柜门',
  'look-at-machine': '打电话给点位：看机器能不能用、有没有被挡住',
  'encrypt-link': '请维护人员为机器重新接入，或把终端配置文件中的服务器地址改为加密地址',
  'set-clock': '请维护人员检查终端的网络对时',
  'update-fleet': '请告知管理员：服务器需要升级',
  'find-out-and-release': '查明原因；确认账目可信后，由管理员解除隔离',
  'compare-and-decide': '到机器前核对，再在机器页面决定计入或不计入',
  'decide-late-entry': '核对后，由管理员在机器页面决定是否补记',
  'wait-for-kiosk': '等机器上线；超过一天请联系点位',
};
