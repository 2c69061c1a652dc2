import type { FleetStore } from '../../../fleet/ports/fleet-store.ts';
import type { SqliteOptions } from '../../../fleet/store/options.ts';
import { sqliteStore } from '../../../fleet/store/sqlite-store.ts';

/** The options of a test's store: a server's rules by default. `now` in ms since 1970. */
export const storeOptions = (file: string, now: number): SqliteOptions => ({
  file,
  timeZone: 'Asia/Shanghai',
  clockToleranceMs: 600_000,
  yearClosesDays: 31,
  fastestTurnMs: 200,
  now,
});

/** Opens a store on a file, or on `:memory:`. The caller must close it. */
export async function openStore(file: string, now: number, more: Partial<SqliteOptions> = {}): Promise<FleetStore> {
  const store = sqliteStore({ ...storeOptions(file, now), ...more });
  await store.open();
  return store;
}

/** Replaces some of a store's methods. */
export const replaceIn = (store: FleetStore, methods: Partial<FleetStore>): void => void Object.assign(store, methods);

/**
 * Makes each call of a store's method wait until `release`; `reached` resolves with the first such
 * call.
 */
export function hold(
  store: FleetStore,
  method: keyof FleetStore,
): { readonly reached: Promise<void>; readonly release: () => void } {
  let reach: () => void = () => undefined;
  const reached = new Promise<void>((resolve) => {
    reach = resolve;
  });
  let release: () => void = () => undefined;
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  const held = store[method] as (...given: unknown[]) => Promise<unknown>;
  replaceIn(store, {
    [method]: async (...given: unknown[]) => {
      reach();
      await released;
      return held(...given);
    },
  });
  return { reached, release };
}
