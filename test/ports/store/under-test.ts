import { afterEach, beforeEach } from 'vitest';
import type { RegistryStore } from '../../../fleet/ports/registry-store.ts';
import { registerBoth } from '../../support/fleet/two-machines.ts';

/** One implementation of a port under test; `reopen` opens it again with the same content. */
export interface UnderTest<Port> {
  readonly store: Port;
  /** Closes the store and opens it again; null if its content is lost with that. */
  readonly reopen: (() => Promise<Port>) | null;
  readonly close: () => Promise<void>;
}

/** A store, opened before each test and closed behind it. */
export interface OpenedStore<Port> {
  readonly store: Port;
  /** Closes and opens the store again, if its content survives that. */
  reopen(): Promise<void>;
}

/** Opens a store with both machines registered for each test of the suite that calls this. */
export const storeWithMachines = <Port extends Pick<RegistryStore, 'saveMachine'>>(
  open: () => Promise<UnderTest<Port>>,
): OpenedStore<Port> => openedStore(open, registerBoth);

/** Opens a store for each test of the suite that calls this; `prepare` puts something into it. */
export function openedStore<Port>(
  open: () => Promise<UnderTest<Port>>,
  prepare: (store: Port) => Promise<void> = async () => {},
): OpenedStore<Port> {
  let under: UnderTest<Port>;
  let store: Port;
  beforeEach(async () => {
    under = await open();
    store = under.store;
    await prepare(store);
  });
  afterEach(() => under.close());
  return {
    get store() {
      return store;
    },
    reopen: async () => {
      if (under.reopen) store = await under.reopen();
    },
  };
}
