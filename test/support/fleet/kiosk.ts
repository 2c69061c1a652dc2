import { randomUUID } from 'node:crypto';
import mqtt, { type IClientOptions, type MqttClient } from 'mqtt';
import { sha256Chain } from '../../../device/adapters/chain.ts';
import { writeBatch } from '../../../shared/contracts/batch.ts';
import type { Head, LedgerId, MachineId, Seq } from '../../../shared/contracts/ids.ts';
import { type FleetChannel, type KioskChannel, topic } from '../../../shared/contracts/topics.ts';
import { until } from './fleet.ts';

/** A kiosk's ledger: lines and the chain over them. */
export class TestLedger {
  readonly id: LedgerId;
  readonly lines: string[] = [];
  readonly heads: Head[];

  constructor(id: string = randomUUID()) {
    this.id = id as LedgerId;
    this.heads = [sha256Chain.first(this.id)];
  }

  write(...lines: (object | string)[]): this {
    for (const each of lines) {
      const line = typeof each === 'string' ? each : JSON.stringify(each);
      this.lines.push(line);
      this.heads.push(sha256Chain.next(this.heads.at(-1) as Head, line));
    }
    return this;
  }

  /** The payload of lines `first` to `last`, both counted. */
  batch(first = 1, last = this.lines.length): string {
    return writeBatch({
      ledger: this.id,
      first: first as Seq,
      prev: this.heads[first - 1] as Head,
      lines: this.lines.slice(first - 1, last),
    });
  }
}

let txn = 0;
const stamp = (at: number, run = 1, up = 1000) => ({ at, run, up });

/** Lines as a kiosk writes them. */
export const lines = {
  booted: (at: number, run = 1, ledgerBefore: string | null = null) => ({
    kind: 'booted',
    ...stamp(at, run, 0),
    version: '1.0.0',
    cause: 'start',
    ledgerBefore,
  }),
  configured: (at: number, lanes: object[] = [{ lane: 1, product: 'CD-M', capacity: 10, par: 10 }], version = 0) => ({
    kind: 'configured',
    ...stamp(at),
    version,
    lanes,
    recalls: [],
    limits: {},
  }),
  restocked: (at: number, added: number, lane = 1, product = 'CD-M', lot = '23051203', expires = '2028-12-31') => ({
    kind: 'restocked',
    ...stamp(at),
    lane,
    product,
    lot,
    expires,
    added,
    stock: added,
    by: 'filler',
  }),
  /** A box from request to drop; if `up` is absent, no two at the same time. */
  box: (at: number, lane = 1, product = 'CD-M', run = 1, up = 1000 + 250 * txn) => {
    txn += 1;
    const turn = { request: randomUUID(), txn, lane, product };
    return [
      { kind: 'turning', ...stamp(at, run, up), ...turn, board: 'LB1', before: txn - 1 },
      { kind: 'issued', ...stamp(at, run, up + 1500), ...turn, lot: '23051203' },
    ];
  },
  uncertain: (at: number, lane = 1, product = 'CD-M') => {
    txn += 1;
    const turn = { request: randomUUID(), txn, lane, product };
    return [
      { kind: 'turning', ...stamp(at), ...turn, board: 'LB1', before: txn - 1 },
      { kind: 'uncertain', ...stamp(at), ...turn, lot: '23051203', reason: 'power-lost' },
    ];
  },
};

/** A short ledger: started, planned, filled with five boxes, one of them given out. */
export const shortLedger = (now: number): TestLedger =>
  new TestLedger().write(lines.booted(now), lines.configured(now), lines.restocked(now, 5), ...lines.box(now));

export interface Heard {
  readonly channel: FleetChannel;
  // biome-ignore lint/suspicious/noExplicitAny: a test reads whatever the fleet says.
  readonly message: any;
}

/**
 * A kiosk's end of the connection, by the real client: sends what the test orders, keeps what it
 * receives.
 */
export class TestKiosk {
  readonly machine: MachineId;
  readonly heard: Heard[] = [];
  readonly client: MqttClient;
  closed = false;

  private constructor(machine: string, client: MqttClient) {
    this.machine = machine as MachineId;
    this.client = client;
    client.on('message', (name, payload) =>
      this.heard.push({ channel: name.split('/').at(-1) as FleetChannel, message: JSON.parse(payload.toString()) }),
    );
    client.on('close', () => {
      this.closed = true;
    });
    client.on('error', () => undefined);
  }

  static async connect(
    fleet: { mqttPort: number | null },
    machine: string,
    secret: string,
    more: IClientOptions = {},
  ): Promise<TestKiosk> {
    const client = await mqtt.connectAsync(`mqtt://127.0.0.1:${fleet.mqttPort}`, {
      clientId: machine,
      username: machine,
      password: secret,
      clean: true,
      reconnectPeriod: 0,
      connectTimeout: 5000,
      will: {
        topic: topic(machine as MachineId, 'presence'),
        payload: Buffer.from('{"online":false,"run":1}'),
        qos: 1,
        retain: false,
      },
      ...more,
    });
    const kiosk = new TestKiosk(machine, client);
    await client.subscribeAsync(
      (['receipt', 'config', 'commands'] as const).map((each) => topic(machine as MachineId, each)),
      { qos: 1 },
    );
    return kiosk;
  }

  say(channel: KioskChannel, payload: string | object): Promise<unknown> {
    return this.client.publishAsync(
      topic(this.machine, channel),
      typeof payload === 'string' ? payload : JSON.stringify(payload),
      { qos: 1 },
    );
  }

  present(ledger: TestLedger, more: object = {}): Promise<unknown> {
    return this.say('presence', {
      online: true,
      run: 1,
      at: Date.now(),
      up: 1000,
      ledger: ledger.id,
      last: ledger.lines.length,
      config: 0,
      ...more,
    });
  }

  /** Waits for a message of a channel that fits. */
  // biome-ignore lint/suspicious/noExplicitAny: a test reads whatever the fleet says.
  hears(channel: FleetChannel, fits: (message: any) => boolean = () => true): Promise<any> {
    return until(
      `${channel} for ${this.machine}`,
      () => this.heard.find((each) => each.channel === channel && fits(each.message))?.message,
    );
  }

  receipt(through: number) {
    return this.hears('receipt', (receipt) => receipt.through === through);
  }

  end(): Promise<void> {
    return this.client.endAsync(true);
  }
}
