/**
 * A failure at the start that a person can repair, described in one line: in the configuration or
 * on the computer.
 */
export class StartFailure extends Error {
  readonly of: 'configuration' | 'computer';
  constructor(line: string, of: StartFailure['of'] = 'computer') {
    super(line);
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
    return new StartFailure(`${key}.port holds ${port}, which is taken on ${host}: choose another one`);
  if (error.code === 'EACCES') return new StartFailure(`${key}.port holds ${port}, which this user may not open`);
  if (error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND')
    return new StartFailure(`${key}.host holds ${host}, which is not an address of this computer`);
  return new StartFailure(`${key}: ${error.message}`);
}
