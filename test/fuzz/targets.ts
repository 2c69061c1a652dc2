import { createDriver } from '../../device/board/catalogue.ts';
import type { BoardDriver } from '../../device/board/port.ts';
import { readMessage } from '../../device/core/fleet-message.ts';
import { checkBatch, textCodec } from '../../fleet/ledger/check-batch.ts';
import { FleetConfig } from '../../shared/config/fleet.ts';
import { KioskConfig } from '../../shared/config/kiosk.ts';
import { loadConfig } from '../../shared/config/load.ts';
import { readBatch } from '../../shared/contracts/batch.ts';
import { CommandResult } from '../../shared/contracts/commands.ts';
import { readLine } from '../../shared/contracts/events.ts';
import { ConfigChange, NewCommand, NewSuspension } from '../../shared/contracts/fleet/history.ts';
import { MachineChange, Move, NewMachine, Retire } from '../../shared/contracts/fleet/registration.ts';
import { SignIn } from '../../shared/contracts/fleet/session.ts';
import { NewUser, UserChange } from '../../shared/contracts/fleet/user.ts';
import {
  ClearBody,
  CountBody,
  DispenseBody,
  EventsQuery,
  RemoveBody,
  RestockBody,
} from '../../shared/contracts/kiosk-http.ts';
import { Presence } from '../../shared/contracts/presence.ts';
import { ReportedState } from '../../shared/contracts/reported.ts';
import { readTopic } from '../../shared/contracts/topics.ts';
import { emptyBooks } from '../../shared/ledger/books.ts';
import { fold } from '../../shared/ledger/fold.ts';
import { boardKinds } from '../../simulators/board/model/boards.ts';
import { Cabinet } from '../../simulators/board/model/cabinet.ts';
import { shaChain } from '../../simulators/world/run/sha-chain.ts';

/**
 * One parser of input from outside: it may refuse any input, and may not throw, hang or use more
 * and more memory.
 */
export interface Target {
  readonly name: string;
  /** Well-formed inputs to begin with; the bytes of each are damaged. */
  readonly samples: readonly string[];
  feed(bytes: Uint8Array): void;
}

const text = (bytes: Uint8Array): string => new TextDecoder('utf-8').decode(bytes);

function jsonOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(text(bytes));
  } catch {
    return undefined;
  }
}

const stamp = '"at":1790000000000,"run":3,"up":120';
const id = '5a6f103c-d466-40a4-889d-baf824434d85';
const hash = 'a'.repeat(64);
const lane = '{"lane":1,"product":"CD-M","capacity":10,"par":10}';
const lines = [
  `{"kind":"booted",${stamp},"version":"1","cause":"start","ledgerBefore":null}`,
  `{"kind":"configured",${stamp},"version":2,"lanes":[${lane}],"recalls":[{"product":"CD-M","lot":"L1"}],"limits":{}}`,
  `{"kind":"turning",${stamp},"request":"${id}","txn":7,"lane":1,"product":"CD-M","board":"LB1","before":6,"drops":3}`,
  `{"kind":"issued",${stamp},"request":"${id}","txn":7,"lane":1,"product":"CD-M","lot":null}`,
  `{"kind":"uncertain",${stamp},"request":"${id}","txn":8,"lane":1,"product":"CD-M","lot":"L1","reason":"power-lost"}`,
  `{"kind":"settled",${stamp},"txn":8,"lane":1,"product":"CD-M","issued":true,"by":"board"}`,
  `{"kind":"restocked",${stamp},"lane":1,"product":"CD-M","lot":"L1","expires":"2028-12-31","added":5,"stock":5,"by":"w"}`,
  `{"kind":"counted",${stamp},"lane":1,"product":"CD-M","stock":4,"was":5,"by":"w"}`,
  `{"kind":"sensor",${stamp},"state":"suspect","reason":"no-drops","turns":[{"request":"${id}","txn":7,"lane":1,"product":"CD-M","lot":null}]}`,
];
const batch = `{"ledger":"${id}","first":1,"prev":"${hash}"}\n${lines.join('\n')}\n`;

/**
 * A driver that has completed the handshake with a board, fed with what the line then carries; its
 * own questions remain unanswered.
 */
function driverFed(driver: BoardDriver): (bytes: Uint8Array) => void {
  let upMs = 0;
  driver.opened(upMs);
  return (bytes) => {
    for (let at = 0; at < bytes.length; at += 40) driver.received(bytes.subarray(at, at + 40), upMs);
    upMs += 50;
    if (driver.wakeMonoMs !== null && driver.wakeMonoMs <= upMs) driver.wake(upMs);
    for (const output of driver.take()) if (output.kind === 'reopen') driver.opened(upMs);
    driver.order({ kind: 'look', lane: 1 as never }, upMs);
    driver.take();
  };
}

function boardFed(kind: keyof typeof boardKinds): (bytes: Uint8Array) => void {
  const board = boardKinds[kind].make({ cabinet: new Cabinet({ lanes: 4, boxes: 1_000 }), serial: 'LB1', nvram: '' });
  let nowMs = 0;
  board.powerOn(nowMs, 'POWER');
  return (bytes) => {
    nowMs += 400;
    board.received(bytes, nowMs);
    board.drain();
  };
}

const schemas: Record<
  string,
  { readonly schema: { safeParse(value: unknown): unknown }; readonly samples: readonly string[] }
> = {
  'presence messages': {
    schema: Presence,
    samples: [
      `{"online":true,"run":3,"at":1790000000000,"up":1,"ledger":"${id}","last":9,"config":2}`,
      '{"online":false,"run":3}',
    ],
  },
  'state messages': {
    schema: ReportedState,
    samples: [
      `{"at":1,"run":1,"ledger":"${id}","last":1,"config":1,"lanes":[{"lane":1,"product":"CD-M","capacity":10,"stock":3,"uncertain":0,"state":"ready","lots":[{"lot":"L1","expires":null,"count":3}]}],"board":{"state":"ready","reason":null},"agent":{"version":"1"}}`,
    ],
  },
  'result messages': { schema: CommandResult, samples: [`{"id":"${id}","state":"done","code":null,"detail":null}`] },
  'POST /api/dispense': {
    schema: DispenseBody,
    samples: [`{"request":"${id}","product":"CD-M"}`, `{"request":"${id}","lane":3}`],
  },
  'POST /api/restock': {
    schema: RestockBody,
    samples: [
      '{"by":"w","pin":"1234","lanes":[{"lane":1,"product":"CD-M","lot":"L1","expires":"2028-12-31","added":5}]}',
    ],
  },
  'POST /api/count': { schema: CountBody, samples: ['{"by":"w","pin":"1234","lanes":[{"lane":1,"stock":5}]}'] },
  'POST /api/remove': { schema: RemoveBody, samples: ['{"by":"w","pin":"1","lane":1,"removed":2,"reason":"damaged"}'] },
  'POST /api/clear': {
    schema: ClearBody,
    samples: ['{"by":"w","pin":"1","lane":1}', '{"by":"w","pin":"1","sensor":true}'],
  },
  'GET /api/events': { schema: EventsQuery, samples: ['{"after":"12"}'] },
  'POST /machines': {
    schema: NewMachine,
    samples: [
      `{"machine":"JX-1","name":"n","region":"360102","site":"clinic","inServiceFrom":"2026-01-01","lanes":[${lane}]}`,
    ],
  },
  'PATCH /machines': { schema: MachineChange, samples: ['{"name":"n","site":"clinic"}'] },
  'POST move': { schema: Move, samples: ['{"region":"360102","site":"clinic","from":"2026-02-01"}'] },
  'POST retire': { schema: Retire, samples: ['{"until":"2026-02-01","reason":"gone"}'] },
  'POST suspensions': {
    schema: NewSuspension,
    samples: ['{"from":"2026-07-01","until":null,"reason":"heat-stop","note":null}'],
  },
  'PUT config': { schema: ConfigChange, samples: [`{"basedOn":1,"lanes":[${lane}],"recalls":[],"limits":{}}`] },
  'POST commands': { schema: NewCommand, samples: ['{"kind":"clear","lane":3,"expiresInMinutes":10}'] },
  'sign in': { schema: SignIn, samples: ['{"user":"admin","password":"x"}'] },
  'POST users': {
    schema: NewUser,
    samples: ['{"user":"w","role":"county","area":"360102","password":"long enough 1"}'],
  },
  'PATCH users': { schema: UserChange, samples: ['{"role":"county"}'] },
};

const kioskJson = `{"machine":"JX-360102-0001","dataDir":"data","board":{"driver":"lbp","port":"/dev/ttyUSB0","baudRate":115200},"fleet":{"url":"mqtt://127.0.0.1:1883","password":"p"},"http":{"host":"127.0.0.1","port":7080},"staff":{"pin":"1234"},"lanes":[${lane}]}`;
const fleetJson =
  '{"dataDir":"data","store":"sqlite","broker":"embedded","timeZone":"Asia/Shanghai","mqtt":{"host":"0.0.0.0","port":8883},"http":{"host":"127.0.0.1","port":8080},"rules":{"target":300}}';

/** Every parser of input from outside. */
export const targets: readonly Target[] = [
  {
    name: 'LBP/1 lines at the host',
    samples: [
      '1 OK LBP/1 SPIRAL-40 2.3.1 LB00417 40 12*D794\r\n',
      '! DONE 902 5 DROPPED*DCA2\r\n',
      '6 OK 5 READY 318*B7BA\r\n',
    ],
    feed: driverFed(createDriver('lbp')),
  },
  {
    name: 'LBP/1 lines at the board',
    samples: ['1 HELLO*7DF0\r\n', '3 VEND 902 5*C53C\r\n', '6 LANE 5*199E\r\n'],
    feed: boardFed('lbp'),
  },
  {
    name: 'VMC V3 frames at the host',
    samples: [
      '\u00fa\u00fb\u0041\u0000\u0040',
      '\u00fa\u00fb\u0042\u0000\u0043',
      '\u00fa\u00fb\u0004\u0008\u0001\u0002\u0000\u0001\u0000\u0000\u0000\u0000\u000b',
    ],
    feed: driverFed(createDriver('vmc3')),
  },
  {
    name: 'batches',
    samples: [batch, `{"ledger":"${id}","first":3,"prev":"${hash}"}\n`],
    feed: (bytes) => {
      const read = readBatch(text(bytes), bytes.length);
      if (read.ok)
        checkBatch({ through: 0, head: shaChain.first(read.batch.ledger) }, read.batch, textCodec(shaChain).headAfter);
    },
  },
  {
    name: 'ledger lines, folded',
    samples: lines,
    feed: (bytes) => {
      const books = emptyBooks();
      let seq = 0;
      for (const line of [...lines.slice(0, 2), text(bytes), ...lines.slice(2)]) {
        seq += 1;
        const read = readLine(line);
        if (read.kind === 'known') fold(books, seq, read.event);
      }
    },
  },
  ...(['receipt', 'config', 'commands'] as const).map(
    (channel): Target => ({
      name: `${channel} messages at the kiosk`,
      samples: [
        `{"ledger":"${id}","through":4,"head":"${hash}","time":1790000000000}`,
        `{"version":3,"lanes":[${lane}],"recalls":[],"limits":{"tempMaxDeciC":400}}`,
        `{"id":"${id}","kind":"clear","lane":2,"expires":1790000000000}`,
      ],
      feed: (bytes) => void readMessage(channel, text(bytes), () => null),
    }),
  ),
  {
    name: 'topics',
    samples: ['yaoju/v1/JX-360102-0001/events', 'yaoju/v1/X/receipt'],
    feed: (bytes) => void readTopic(text(bytes)),
  },
  { name: 'kiosk.json', samples: [kioskJson], feed: (bytes) => void configOf(KioskConfig, bytes) },
  { name: 'fleet.json', samples: [fleetJson], feed: (bytes) => void configOf(FleetConfig, bytes) },
  ...Object.entries(schemas).map(
    ([name, { schema, samples }]): Target => ({
      name,
      samples,
      feed: (bytes) => void schema.safeParse(jsonOf(bytes)),
    }),
  ),
];

function configOf(schema: typeof KioskConfig | typeof FleetConfig, bytes: Uint8Array): void {
  loadConfig<typeof schema>(schema, { name: 'config.json', bytes, env: {}, readFile: () => new Uint8Array() });
}
