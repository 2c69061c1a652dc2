import { join } from 'node:path';
import { offersPerPage } from '../../shared/screen/geometry.ts';
import { SerialLine } from '../adapters/serial-line.ts';
import { tagKeys } from '../adapters/tag-keys.ts';
import type { Agent } from '../agent/agent.ts';
import { type IdentityParts, noCodes, type ReaderName, type ReaderParts } from '../agent/identity.ts';
import type { DeviceConfig } from '../config.ts';
import type { AgentObserver } from '../ports.ts';
import type { ReaderDriver, ReaderLoss } from '../readers/port.ts';
import { samReader } from '../readers/sam/driver.ts';
import { serialScanner } from '../readers/scanner/driver.ts';

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
    cardReader: cardReader && reader('card-reader', samReader(), cardReader, log, agent),
    scanner: scanner && reader('scanner', serialScanner(), scanner, log, agent),
    tagger: tagKeys(join(dataDir, tagFolder), log),
    codes: noCodes,
  };
}

/** A reader on its serial line. A loss is logged once; its bytes never are. */
function reader(
  name: ReaderName,
  driver: ReaderDriver,
  { port, baudRate }: { readonly port: string; readonly baudRate: number },
  log: Log,
  agent: AgentOf,
): ReaderParts {
  let lastLoss: ReaderLoss | null = null;
  const line = new SerialLine(
    { port, baudRate, longestLine: null },
    {
      opened() {
        lastLoss = null;
        agent().readers.opened(name);
      },
      closed(reason) {
        const loss = asReaderLoss(reason);
        if (loss !== lastLoss)
          log('warn', 'the line of a reader is closed · 读卡器或扫码器的串口已断开', { name, port, reason });
        lastLoss = loss;
        agent().readers.closed(name, loss);
      },
      received: (bytes) => agent().readers.received(name, bytes),
    },
  );
  return { driver, line };
}

/** A serial line loses boards and readers in the same ways; only a board can babble. */
const asReaderLoss = (reason: Parameters<SerialLineClosed>[0]): ReaderLoss =>
  reason === 'babble' || reason === 'not-a-board' ? 'port-error' : reason;

type SerialLineClosed = ConstructorParameters<typeof SerialLine>[1]['closed'];
