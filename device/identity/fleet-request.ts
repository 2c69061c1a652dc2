import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isLoopback } from '../../shared/config/loopback.ts';
import { Problem } from '../../shared/contracts/fleet/common.ts';
import { readJson } from '../../shared/contracts/json.ts';
import { type Ask, NotGranted } from './requests.ts';

const timeoutMs = 20_000;
const maxAnswerBytes = 256 * 1024;

/**
 * Sends requests to the fleet at an HTTPS address. The connection is encrypted, and not relied on:
 * requests and answers carry their own proofs, so that neither an unknown authority nor a wrong
 * clock is in the way.
 */
export const askAt =
  (address: string): Ask =>
  async (path, body) => {
    const url = new URL(path, address);
    const isPlain = url.protocol === 'http:';
    if (isPlain && !isLoopback(url.hostname)) throw new NotGranted(`${address} is not encrypted`);
    const { status, text } = await send(url, isPlain, JSON.stringify(body)).catch((error: Error) => {
      throw new NotGranted(`${address}: ${error.message || String(error)}`);
    });
    const read = readJson(text);
    if (status === 200 && read.ok) return read.json;
    const problem = Problem.safeParse(read.ok ? read.json : null);
    throw new NotGranted(problem.success ? `${status}: ${problem.data.detail ?? problem.data.title}` : `${status}`);
  };

function send(url: URL, isPlain: boolean, body: string): Promise<{ status: number; text: string }> {
  const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
  const options = { method: 'POST', headers, timeout: timeoutMs };
  return new Promise((resolve, reject) => {
    const tls = { minVersion: 'TLSv1.2', rejectUnauthorized: false } as const;
    const request = isPlain ? httpRequest(url, options) : httpsRequest(url, { ...options, ...tls });
    request.on('timeout', () => request.destroy(new Error('no answer in time')));
    request.on('error', reject);
    request.on('response', (response) => {
      const parts: Buffer[] = [];
      let bytes = 0;
      response.on('data', (part: Buffer) => {
        bytes += part.length;
        if (bytes > maxAnswerBytes) request.destroy(new Error('the answer is too large'));
        else parts.push(part);
      });
      response.on('error', reject);
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, text: Buffer.concat(parts).toString('utf8') }),
      );
    });
    request.end(body);
  });
}
