import { hexText } from '../readable.ts';
import { command, type Frame, FrameReader, numberAt } from './frame.ts';

const names: Readonly<Record<number, string>> = {
  [command.poll]: 'POLL',
  [command.ack]: 'ACK',
  [command.check]: 'check',
  [command.checked]: 'checked',
  [command.buy]: 'buy',
  [command.dispense]: 'dispense',
  [command.selected]: 'selected',
  [command.drive]: 'drive',
  [command.selection]: 'selection',
  [command.setPollInterval]: 'poll interval',
  [command.money]: 'money',
  [command.credit]: 'credit',
  [command.sync]: 'sync',
  [command.askMachine]: 'machine?',
  [command.machine]: 'machine',
  [command.askLift]: 'lift?',
  [command.lift]: 'lift',
  [command.menu]: 'menu',
  [command.menuAnswer]: 'menu answer',
};

function hexByte(value: number): string {
  return value.toString(16).toUpperCase().padStart(2, '0');
}

function details(frame: Frame): string {
  const { body } = frame;
  switch (frame.command) {
    case command.check:
    case command.buy:
    case command.selected:
    case command.selection:
      return ` lane ${numberAt(body, 1, 2)}`;
    case command.checked:
    case command.dispense:
      return ` lane ${numberAt(body, 2, 2)} ${hexByte(body[1] ?? 0)}`;
    case command.drive:
      return ` lane ${numberAt(body, 3, 2)} sensor ${body[1] ?? 0} lift ${body[2] ?? 0}`;
    case command.menu:
    case command.menuAnswer:
      return ` ${hexByte(body[1] ?? 0)} ${hexText(body.subarray(2))}`;
    default:
      return body.length > 1 ? ` ${hexText(body.subarray(1))}` : '';
  }
}

/** A frame in words: its name, its PackNO, and its content. */
function describeFrame(frame: Frame): string {
  const name = names[frame.command] ?? `0x${hexByte(frame.command)}`;
  const packNo = frame.body.length > 0 ? ` #${frame.body[0]}` : '';
  return `${name}${packNo}${details(frame)}`;
}

/** The frames in a piece of traffic; bytes outside a whole frame are shown as bytes. */
export function describeVmc3(bytes: Uint8Array): string {
  const words: string[] = [];
  let framed = 0;
  const reader = new FrameReader((frame) => {
    framed += frame.body.length + 5;
    words.push(describeFrame(frame));
  });
  reader.push(bytes);
  if (framed < bytes.length) words.push(`(${hexText(bytes)})`);
  return words.join(', ');
}
