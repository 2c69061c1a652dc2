import type { StaffMember } from '../../../shared/contracts/staff.ts';
import type { PinSlowdown } from '../../agent/pin-slowdown.ts';
import type { StaffParts } from '../../agent/staff.ts';
import type { DeviceConfig } from '../../config.ts';
import type { HostNow } from '../../core/screen/staff/state.ts';
import type { AgentObserver } from '../../ports.ts';
import { diskOf, isMounted, writeToStick } from './host.ts';
import { isSigned } from './label-signature.ts';
import { peopleFile } from './people-file.ts';
import { signIn, withoutPin } from './sign-in.ts';

/** What staff mode needs of a computer. */
export interface StaffOptions {
  readonly config: Pick<DeviceConfig, 'dataDir' | 'machine' | 'staff' | 'fleet'>;
  readonly slowdown: PinSlowdown;
  readonly log: AgentObserver['log'];
  readonly errors: () => HostNow['errors'];
  readonly version: string;
  /** The key of the screen: it is a secret, and is in no bundle. */
  readonly screenKey: string;
  readonly now: () => number;
  /** Whether a stick is mounted at a folder; for tests. */
  readonly isStick?: (folder: string) => boolean;
}

/** Secrets shorter than this could be anything: they are not looked for in a bundle. */
const leastSecret = 6;

/** Everything secret that this computer holds. */
const secretsOf = ({ config, screenKey }: StaffOptions, members: readonly StaffMember[]): string[] =>
  [
    config.staff.pin,
    config.fleet.password ?? '',
    screenKey,
    ...members.flatMap(({ pin }) => [pin.key, pin.salt]),
  ].filter((secret) => secret.length >= leastSecret);

/** A text in which each secret is replaced; none should be there in the first place. */
const withoutSecrets = (text: string, secrets: readonly string[]): string =>
  secrets.reduce((kept, secret) => kept.replaceAll(secret, '***'), text);

/** Staff mode on this computer: PINs, signatures, disk and stick. */
export function staffParts(options: StaffOptions): StaffParts {
  const { config, slowdown, log, errors, version, now, isStick = isMounted } = options;
  const { usbFolder } = config.staff;
  const file = peopleFile(config.dataDir, log);
  const redacted = (text: string): string => withoutSecrets(text, secretsOf(options, file.members));
  return {
    people: () => file.members.map(withoutPin),
    take: file.take,
    check: signIn(config.staff.pin, () => file.members, slowdown),
    isSigned,
    redacted,
    host: () => ({
      disk: diskOf(config.dataDir),
      version,
      pageHeardMs: null,
      errors: errors(),
      stick: usbFolder === null ? null : isStick(usbFolder) ? 'ready' : 'absent',
    }),
    writeBundle(text) {
      if (usbFolder === null || !isStick(usbFolder)) return false;
      const time = new Date(now()).toISOString().slice(0, 19).replaceAll(/[-:]/g, '');
      return writeToStick(usbFolder, `${config.machine}-${time}.json`, text);
    },
  };
}
