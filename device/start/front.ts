import { join } from 'node:path';
import { offersPerPage } from '../../shared/screen/geometry.ts';
import { EventDevice } from '../adapters/event-device.ts';
import { SerialLine } from '../adapters/serial-line.ts';
import { tagKeys } from '../adapters/tag-keys.ts';
import type { Agent } from '../agent/agent.ts';
import { type IdentityParts, noCodes, type ReaderName, type ReaderParts } from '../agent/identity.ts';
import type { DeviceConfig } from '../config.ts';
import type { AgentObserver } from '../ports.ts';
import type { ReaderDriver, ReaderLoss } from '../readers/port.ts';
import { samReader } from '../readers/sam/driver.ts';
import { keyboardScanner } from '../readers/scanner/keyboard.ts';
import { serialScanner } from '../readers/scanner/serial.ts';

type Log = AgentObserver['log'];
type AgentOf = () => Pick<Agent, 'readers'>;

/** The folder of the salt and of the weeks' keys, in the data folder. */
const tagFolder = 'tags';

/**
 * What a cabinet's front has, by kiosk.json: its readers on their serial lines, and the keys by
 * which cards become tags.
 */
export function frontOf({ identity, screen, staff, dataDir }: DeviceConfig, log: Log, agent: AgentOf): IdentityParts {
  const { mode, cardReader, scanner, codes, testCards } = identity;
  const identifies = mode === 'required';
  return {
    front: {
      identifies,
      cardReader: identifies && cardReader !== null,
      scanner: identifies && scanner !== null,
      codes: identifies && codes,
      testCards,
      showsBook: staff.showBook,
      buttons: screen.buttons,
      offersPerPage: offersPerPage(screen),
    },
    cardReader: cardReader && onLine('card-reader', samReader(), cardReader, log, agent),
    scanner: scanner && scannerOf(scanner, log, agent),
    tagger: tagKeys(join(dataDir, tagFolder), log),
    codes: noCodes,
  };
}

interface SerialSettings {
  readonly port: string;
  readonly baudRate: number;
}

/** What a line reports to the agent. A loss is logged once; bytes never are. */
function toAgent(name: ReaderName, port: string, log: Log, agent: AgentOf) {
  let lastLoss: ReaderLoss | null = null;
  return {
    opened(): void {
      lastLoss = null;
      agent().readers.opened(name);
    },
    closed(reason: ReaderLoss): void {
      if (reason !== lastLoss)
        log('warn', 'the line of a reader is closed · 读卡器或扫码器的连接已断开', { name, port, reason });
      lastLoss = reason;
      agent().readers.closed(name, reason);
    },
    received: (bytes: Uint8Array): void => agent().readers.received(name, bytes),
  };
}

/** A reader on its serial line. */
function onLine(
  name: ReaderName,
  driver: ReaderDriver,
  { port, baudRate }: SerialSettings,
  log: Log,
  agent: AgentOf,
): ReaderParts {
  const told = toAgent(name, port, log, agent);
  const line = new SerialLine(
    { port, baudRate, longestLine: null },
    { ...told, closed: (reason) => told.closed(asReaderLoss(reason)) },
  );
  return { driver, line };
}

/** The scanner: on a serial line, or one that types like a keyboard. */
function scannerOf(
  settings: SerialSettings & { readonly driver: 'serial' | 'keyboard' },
  log: Log,
  agent: AgentOf,
): ReaderParts {
  if (settings.driver === 'serial') return onLine('scanner', serialScanner(), settings, log, agent);
  const { port } = settings;
  return { driver: keyboardScanner(), line: new EventDevice(port, toAgent('scanner', port, log, agent)) };
}

/** A serial line loses boards and readers in the same ways; only a board can babble. */
const asReaderLoss = (reason: Parameters<SerialLineClosed>[0]): ReaderLoss =>
  reason === 'babble' || reason === 'not-a-board' ? 'port-error' : reason;

type SerialLineClosed = ConstructorParameters<typeof SerialLine>[1]['closed'];
