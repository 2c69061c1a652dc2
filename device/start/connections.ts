import { type MqttLink, mqttLink } from '../adapters/mqtt-link.ts';
import { SerialLine } from '../adapters/serial-line.ts';
import type { Agent } from '../agent/agent.ts';
import { boardKinds } from '../board/catalogue.ts';
import type { DeviceConfig } from '../config.ts';
import type { LinkAccesses } from '../identity/link-access.ts';
import type { AgentObserver, BoardLine } from '../ports.ts';

/**
 * Returns the agent that receives a connection's events; a function, since the connection is made
 * first.
 */
type AgentOf<K extends keyof Agent> = () => Pick<Agent, K>;

/**
 * The serial line to the board. A loss is logged once, not again at every attempt that fails in the
 * same way.
 */
export function lineToBoard({ board }: DeviceConfig, log: AgentObserver['log'], agent: AgentOf<'line'>): BoardLine {
  let lastLoss = '';
  return new SerialLine(
    {
      port: board.port,
      baudRate: board.baudRate,
      hupcl: board.hupcl,
      longestLine: boardKinds[board.driver].longestLine,
    },
    {
      opened() {
        const again = lastLoss !== '';
        lastLoss = '';
        log('info', again ? 'the serial line is open again · 串口已恢复' : 'the serial line is open · 串口已打开', {
          port: board.port,
        });
        agent().line.opened();
      },
      closed(reason, detail) {
        const loss = `${reason}: ${detail}`;
        if (loss !== lastLoss)
          log('warn', 'the serial line is closed · 串口已断开', { port: board.port, reason, detail });
        lastLoss = loss;
        agent().line.closed(reason);
      },
      received: (bytes) => agent().line.received(bytes),
    },
  );
}

/**
 * The link to the fleet. A loss is logged once, not again at every attempt that fails for the same
 * reason.
 */
export function linkToFleet(
  machine: DeviceConfig['machine'],
  access: LinkAccesses,
  log: AgentObserver['log'],
  agent: AgentOf<'link'>,
): MqttLink {
  let lastReason = '';
  return mqttLink(
    { machine, access },
    {
      up() {
        lastReason = '';
        log('info', 'the fleet is connected · 已连接服务器');
        agent().link.up();
      },
      down(reason) {
        if (reason !== lastReason) log('warn', 'the fleet is not connected · 未连接服务器', { reason });
        lastReason = reason;
        agent().link.down(reason);
      },
      message: (channel, payload) => agent().link.message(channel, payload),
    },
  );
}
