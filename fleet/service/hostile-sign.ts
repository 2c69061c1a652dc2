import type { BrokerRefusal } from '../ports/broker.ts';
import type { NoticeSubject } from '../registry/records.ts';

/** A notice of a hostile program. */
export type HostileSign = Extract<NoticeSubject, { kind: 'refused-messages' | 'impersonation' }>;

/**
 * What a refusal of the broker is a sign of. Null if a correct kiosk on a bad link may be refused
 * in the same way. One wrong secret means little; the caller counts them.
 */
export function hostileSign(why: BrokerRefusal): HostileSign | null {
  switch (why) {
    case 'foreign-topic':
    case 'retained':
    case 'oversized':
    case 'protocol':
      return { kind: 'refused-messages', why };
    case 'wrong-secret':
    case 'wrong-key':
    case 'client-id':
    case 'session':
    case 'will':
      return { kind: 'impersonation', why };
    case 'unknown-machine':
    case 'slow-reader':
    case 'rate':
      return null;
  }
}
