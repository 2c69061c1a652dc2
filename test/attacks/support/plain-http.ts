import { type IncomingMessage, type OutgoingHttpHeaders, request } from 'node:http';

/** A request with headers that `fetch` would not let a script set. */
export interface PlainRequest {
  readonly method?: string;
  readonly headers?: OutgoingHttpHeaders;
  readonly body?: string;
}

/** An answer; `text` is what came within the time, also of one that does not end. */
export interface PlainAnswer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly text: string;
}

/** Sends a request to the loopback. A stream is closed as soon as its first bytes have come. */
export function plainHttp(
  port: number,
  path: string,
  { method = 'GET', headers = {}, body }: PlainRequest = {},
): Promise<PlainAnswer> {
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, path, method, headers, agent: false }, (response) => {
      let text = '';
      const end = (): void => {
        sent.destroy();
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text });
      };
      const isStream = response.headers['content-type']?.startsWith('text/event-stream') ?? false;
      response.setEncoding('utf8');
      response.on('data', (piece: string) => {
        text += piece;
        if (isStream) end();
      });
      response.on('end', end);
    });
    sent.on('error', reject);
    sent.end(body);
  });
}
