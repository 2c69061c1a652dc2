import type { MachineId } from '../../shared/contracts/ids.ts';
import { type MachineAccount, openAccount } from './account.ts';
import { readAccount } from './account-text.ts';
import type { LedgerStore } from './ledger-store.ts';

/** The machines' accounts in memory, each read from the store when it is first asked for. */
export class Accounts {
  readonly #store: Pick<LedgerStore, 'account'>;
  readonly #accounts = new Map<MachineId, MachineAccount>();

  constructor(store: Pick<LedgerStore, 'account'>) {
    this.#store = store;
  }

  async of(machine: MachineId): Promise<MachineAccount> {
    let account = this.#accounts.get(machine);
    if (!account) {
      const text = await this.#store.account(machine);
      account = text === null ? openAccount(machine) : readAccount(text);
      this.#accounts.set(machine, account);
    }
    return account;
  }

  /** Replaces a machine's account by one that is saved. */
  set(account: MachineAccount): void {
    this.#accounts.set(account.machine, account);
  }

  /** Forgets accounts, so that they are read from the store next time. */
  forget(machines: Iterable<MachineId>): void {
    for (const machine of machines) this.#accounts.delete(machine);
  }

  clear(): void {
    this.#accounts.clear();
  }
}
