import { afterEach, describe, expect, it } from 'vitest';
import { kioskServer } from '../../../device/adapters/http/server.ts';

const app = kioskServer(
  (error) => {
    throw error;
  },
  () => true,
);
const taken: unknown[] = [];
app.post('/echo', async (request) => {
  taken.push(request.body);
  return {};
});
afterEach(() => void taken.splice(0));

const post = (payload: Buffer, type = 'application/json') =>
  app.inject({ method: 'POST', url: '/echo', payload, headers: { 'content-type': type, host: '127.0.0.1' } });

describe('the body of a request to the kiosk', () => {
  it('is read as UTF-8, with or without a byte order mark', async () => {
    for (const text of ['{"by":"张三"}', '\ufeff{"by":"张三"}']) await post(Buffer.from(text));
    expect(taken).toEqual([{ by: '张三' }, { by: '张三' }]);
  });

  it('that is nested too deep is refused', async () => {
    const answer = await post(Buffer.from(`{"by":${'['.repeat(30_000)}${']'.repeat(30_000)}}`));
    expect(answer.json()).toMatchObject({ code: 'malformed', message: expect.stringContaining('nested too deep') });
    expect(taken).toEqual([]);
  });

  it.each(['application/json', 'application/json; charset=gbk'])(
    'in another encoding is refused, so that no name or lot is stored with replacement characters: %s',
    async (type) => {
      const gbk = Buffer.from([...Buffer.from('{"by":"'), 0xd5, 0xc5, 0xc8, 0xfd, ...Buffer.from('"}')]);
      const answer = await post(gbk, type);
      expect(answer.statusCode).toBe(422);
      expect(answer.json()).toMatchObject({ code: 'malformed', message: expect.stringContaining('UTF-8') });
      expect(taken).toEqual([]);
    },
  );
});
