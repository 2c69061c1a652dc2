import type { AedesOptions, Client } from 'aedes';

type Hook = (client: Client | null, ...rest: unknown[]) => void;

/**
 * The same hooks of the broker, but one that throws closes the connection for which it does, and
 * its error is passed to `failed`. Aedes would let the error end the process, with the connections
 * of everybody else.
 */
export function contained<Hooks extends Partial<AedesOptions>>(hooks: Hooks, failed: (error: unknown) => void): Hooks {
  const containing =
    (hook: Hook): Hook =>
    (client, ...rest) => {
      try {
        hook(client, ...rest);
      } catch (error) {
        failed(error);
        client?.conn.destroy();
      }
    };
  const entries = Object.entries(hooks).map(([name, hook]) => [name, containing(hook as Hook)]);
  return Object.fromEntries(entries) as Hooks;
}
