import { isNewerList, type StaffParts } from '../../device/agent/staff.ts';
import type { Disk } from './disk.ts';

/** The part of an agent that keeps the list of staff; nobody signs in here. */
export function staffOn(disk: Disk): StaffParts {
  let kept = disk.staff;
  return {
    people: () => kept.members.map(({ id, name, role }) => ({ id, name, role })),
    take: ({ version, staff = [] }, inForce) => {
      if (!isNewerList(version, inForce, kept.version)) return true;
      kept = { version, members: staff };
      return disk.keepStaff(kept);
    },
    check: (_person, _pin, done) => done({ kind: 'wrong' }),
    isSigned: () => false,
    host: () => ({ disk: null, version: '', pageHeardMs: null, errors: [], stick: null }),
    redacted: (bundle) => bundle,
    writeBundle: () => false,
  };
}
