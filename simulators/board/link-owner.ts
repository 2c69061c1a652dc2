import { createHash } from 'node:crypto';
import { createServer } from 'node:net';

/** Releases a link for another board. */
export type ReleaseLink = () => void;

/**
 * Reserves the path of a link for this process until it is released or the process ends in any way:
 * a name in Linux's abstract socket namespace leaves no file. On other systems nothing is reserved.
 * Rejects with one sentence, in English and Chinese, if a running board has it.
 */
export function ownLink(link: string): Promise<ReleaseLink> {
  if (process.platform !== 'linux') return Promise.resolve(() => {});
  const server = createServer((socket) => socket.destroy()).unref();
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EADDRINUSE') reject(error);
      else
        reject(
          new Error(
            `${link} belongs to a simulated board that is running: stop that one or choose another --link · ` +
              `${link} 正由另一个运行中的模拟控制板使用：请先停止它，或换一个 --link 路径`,
          ),
        );
    });
    server.listen({ path: `\0yaoju-board:${nameOf(link)}` }, () => resolve(() => void server.close()));
  });
}

/** A digest, because the name of a socket has room for about 100 bytes and a path may be longer. */
const nameOf = (link: string): string => createHash('sha256').update(link).digest('hex').slice(0, 32);
