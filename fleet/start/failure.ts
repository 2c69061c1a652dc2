import { type Bilingual, bilingual, joinBilingual } from '../../shared/contracts/meaning.ts';

/**
 * A failure at the start that a person can repair, described in one line of both languages: in
 * the configuration or on the computer.
 */
export class StartFailure extends Error {
  readonly of: 'configuration' | 'computer';
  constructor(line: Bilingual, of: StartFailure['of'] = 'computer') {
    super(joinBilingual(line));
    this.of = of;
  }
}

/** Why nothing can listen on the address of the configuration's `key` (`http` or `mqtt`). */
export function listenFailure(
  key: string,
  { host, port }: { readonly host: string; readonly port: number },
  error: NodeJS.ErrnoException,
): StartFailure {
  if (error.code === 'EADDRINUSE')
    return new StartFailure(
      bilingual(
        `${key}.port holds ${port}, which is taken on ${host}: choose another one`,
        `${key}.port 的值为 ${port}，已被 ${host} 上的其他程序占用：请改用其他端口`,
      ),
    );
  if (error.code === 'EACCES')
    return new StartFailure(
      bilingual(
        `${key}.port holds ${port}, which this user may not open`,
        `${key}.port 的值为 ${port}，当前用户无权使用该端口`,
      ),
    );
  if (error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND')
    return new StartFailure(
      bilingual(
        `${key}.host holds ${host}, which is not an address of this computer`,
        `${key}.host 的值为 ${host}，不是本机的地址`,
      ),
    );
  return new StartFailure(bilingual(`${key}: ${error.message}`, `${key} 无法监听 ${host} 的端口 ${port}`));
}
