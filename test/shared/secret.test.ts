import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { AgentObserver, FleetLink, LedgerStore } from '../../device/ports.ts';
import type { Event, Fact } from '../../shared/contracts/events.ts';
import { Secret } from '../../shared/secret.ts';

const marked = 'MARKED-0000';
const secretOf = () => new Secret({ text: marked }, (held) => Object.assign(held, { text: '' }));

/**
 * Nothing here runs: each line is an error of the compiler unless the secret fits, and
 * `ts-expect-error` is one if it does.
 */
function cannotBeCompiled(secret: Secret<string>, observer: AgentObserver, store: LedgerStore, link: FleetLink): void {
  // @ts-expect-error a secret is not logged
  observer.log('info', 'a card', { secret });
  // @ts-expect-error neither deep inside of a detail
  observer.log('info', 'a card', { card: { number: [secret] } });
  // @ts-expect-error nor as the message
  observer.log('info', secret);
  // @ts-expect-error a ledger's line is text
  store.append([secret]);
  // @ts-expect-error what is published is text
  link.publish('state', secret);
  // @ts-expect-error no field of a ledger line takes a secret
  const fact: Fact = { kind: 'door', state: secret };
  // @ts-expect-error no text of a line either
  const event: Event['kind'] = secret;
  // @ts-expect-error its value cannot be reached without `use`
  const value: string = secret.value;
  void [fact, event, value];
}

describe('a secret', () => {
  it('fits no log, no line, no message and no table: what would use it so is not compiled', () => {
    expect(cannotBeCompiled).toBeTypeOf('function');
  });

  it('is in no JSON and no text, not even deep inside of another value', () => {
    expect(() => JSON.stringify({ card: [secretOf()] })).toThrow('cannot be serialised');
    expect(() => `${secretOf() as unknown as string}`).toThrow('cannot be made a text');
    for (const shown of [inspect(secretOf(), { depth: 9, showHidden: true }), String(Object.values(secretOf()))])
      expect(shown).not.toContain(marked);
    expect(JSON.stringify(structuredClone(secretOf()))).toBe('{}');
  });

  it('is overwritten and gone once it is wiped', () => {
    const bytes = Uint8Array.from([1, 2, 3]);
    const secret = new Secret(bytes, (held) => held.fill(0));
    expect(secret.use((held) => held[1])).toBe(2);
    secret.wipe();
    secret.wipe();
    expect([...bytes]).toEqual([0, 0, 0]);
    expect(() => secret.use((held) => held)).toThrow('was wiped');
  });
});
