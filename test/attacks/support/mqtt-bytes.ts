/** A CONNECT packet's content, as its protocol level says [MQTT-3.1.2]. */
export interface ConnectBytes {
  readonly clientId: string;
  readonly user: string;
  readonly password: string;
  readonly protocol?: string;
  readonly level?: number;
  readonly will?: { readonly topic: string; readonly retain: boolean };
}

const text = (value: string): Buffer => {
  const bytes = Buffer.from(value);
  return Buffer.concat([Buffer.from([bytes.length >> 8, bytes.length & 0xff]), bytes]);
};

/** A packet: its first byte, and its content behind the length. */
export function packet(first: number, ...content: readonly Buffer[]): Buffer {
  const body = Buffer.concat(content);
  const length: number[] = [];
  let left = body.length;
  do {
    length.push((left % 128) | (left >= 128 ? 0x80 : 0));
    left = Math.floor(left / 128);
  } while (left > 0);
  return Buffer.concat([Buffer.from([first, ...length]), body]);
}

export function connectBytes({ clientId, user, password, protocol = 'MQTT', level = 4, will }: ConnectBytes): Buffer {
  const flags = 0xc2 | (will ? 0x0c | (will.retain ? 0x20 : 0) : 0);
  const end = will ? [text(will.topic), text('{}')] : [];
  return packet(
    0x10,
    text(protocol),
    Buffer.from([level, flags, 0, 60]),
    text(clientId),
    ...end,
    text(user),
    text(password),
  );
}

const id = (number: number): Buffer => Buffer.from([number >> 8, number & 0xff]);

/** A PUBLISH with quality 1. */
export const publishBytes = (topic: string, payload: string, { number = 1, retain = false } = {}): Buffer =>
  packet(0x32 | (retain ? 1 : 0), text(topic), id(number), Buffer.from(payload));

/** A PUBLISH with QoS 0: nothing acknowledges it. */
export const unacknowledgedBytes = (topic: string, payload: string): Buffer =>
  packet(0x30, text(topic), Buffer.from(payload));

/** A SUBSCRIBE to topics. */
export const subscribeBytes = (topics: readonly string[], number = 1): Buffer =>
  packet(0x82, id(number), ...topics.flatMap((topic) => [text(topic), Buffer.from([1])]));
