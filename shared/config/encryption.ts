import { z } from 'zod';
import { means, meansPath } from '../contracts/meaning.ts';
import { isLoopback } from './loopback.ts';

const file = (en: string, zh: string) => z.string().min(1).meta(meansPath(en, zh));

/** How a listener encrypts, as configured: the keys of `mqtt` and `http` that say so. */
export const encryptionKeys = {
  tls: z
    .strictObject({
      own: z
        .boolean()
        .optional()
        .meta(
          means(
            'true for a certificate of the fleet’s own authority, which a host beyond the loopback has anyway',
            '填 true 则使用服务器自建证书机构的证书；监听地址不是本机回环地址时，默认如此',
          ),
        ),
      cert: file('a file with the certificate, PEM', '证书文件（PEM）').optional(),
      key: file('a file with its key, PEM', '私钥文件（PEM）').optional(),
    })
    .optional()
    .meta(means('{"cert": file, "key": file} or {"own": true}', '证书文件和私钥文件的路径，或 {"own": true}')),
  plain: z
    .boolean()
    .default(false)
    .meta(
      means(
        'true for no encryption although other computers may reach it, for example behind a proxy on another computer',
        '填 true 则在其他计算机可以访问时也不加密，如加密由另一台计算机上的代理完成时',
      ),
    ),
};

interface Listener {
  readonly host: string;
  readonly plain: boolean;
  readonly tls?:
    | { readonly own?: boolean | undefined; readonly cert?: string | undefined; readonly key?: string | undefined }
    | undefined;
}

/** How a listener encrypts: not at all, with the fleet's own certificate, or with a given one. */
export type Encryption = 'plain' | 'own' | { readonly cert: string; readonly key: string };

/** Beyond the loopback nothing is plain unless that is asked for. */
export function encryptionOf({ host, tls, plain }: Listener): Encryption {
  if (plain) return 'plain';
  if (tls?.cert !== undefined && tls.key !== undefined) return { cert: tls.cert, key: tls.key };
  return tls?.own === true || !isLoopback(host) ? 'own' : 'plain';
}

/** Whether a listener's encryption contradicts itself or is incomplete. */
export function isContradictory({ tls, plain }: Omit<Listener, 'host'>): boolean {
  if (tls === undefined) return false;
  if ((tls.cert === undefined) !== (tls.key === undefined)) return true;
  const isGiven = tls.cert !== undefined;
  return isGiven === (tls.own === true) || plain;
}

/** Whether a listener's data can be read on its way between computers. */
export const isPlainBeyondLoopback = (listener: Listener): boolean =>
  encryptionOf(listener) === 'plain' && !isLoopback(listener.host);

/** Whether a broker's URL is one to which data goes unencrypted to another computer. */
export function isPlainLink(url: string): boolean {
  const host = /^mqtt:\/\/(?:[^/?#]*@)?(\[[^\]]*\]|[^:/?#]*)/i.exec(url)?.[1];
  return host !== undefined && !isLoopback(host);
}
