import { Receipt } from '../../shared/contracts/batch.ts';
import { AnyCommand, Command } from '../../shared/contracts/commands.ts';
import type { Head, LedgerId } from '../../shared/contracts/ids.ts';
import { readJson } from '../../shared/contracts/json.ts';
import { DesiredConfig } from '../../shared/contracts/plan.ts';
import type { FleetChannel } from '../../shared/contracts/topics.ts';
import type { Input } from './input.ts';

/**
 * A fleet's message as an input, null if it can't be read. `headAt` returns this kiosk's own chain
 * state after a line.
 */
export function readMessage(
  channel: FleetChannel,
  payload: string,
  headAt: (ledger: LedgerId, seq: number) => Head | null,
): Input | null {
  const read = readJson(payload);
  if (!read.ok) return null;
  const { json } = read;
  switch (channel) {
    case 'receipt': {
      const receipt = Receipt.safeParse(json);
      if (!receipt.success) return null;
      const { ledger, through } = receipt.data;
      return { kind: 'receipt', receipt: receipt.data, mine: headAt(ledger, through) };
    }
    case 'config': {
      const config = DesiredConfig.safeParse(json);
      return config.success ? { kind: 'config', config: config.data } : null;
    }
    case 'commands': {
      const command = Command.safeParse(json);
      if (command.success) return { kind: 'command', command: command.data };
      const any = AnyCommand.safeParse(json);
      return any.success ? { kind: 'unknown-command', id: any.data.id } : null;
    }
  }
}
