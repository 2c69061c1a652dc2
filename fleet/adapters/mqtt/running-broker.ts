import type { Broker } from '../../ports/broker.ts';
import type { ListenerKeys } from './listener.ts';

/** A broker that works, embedded or external. */
export interface RunningBroker extends Broker {
  /** The port that it listens on. 0 for an external one. */
  readonly port: number;
  /** The number of kiosks connected now. An external broker does not know it and gives 0. */
  readonly connections: () => number;
  /** Uses other keys for new connections. An external broker has its own. */
  rekey(keys: ListenerKeys): void;
  close(): Promise<void>;
}
