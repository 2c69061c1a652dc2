import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { peopleFile } from '../../../device/adapters/staff/people-file.ts';
import type { StaffMember } from '../../../shared/contracts/staff.ts';
import { pinHash } from '../../../simulators/world/pins.ts';
import { freshDirectory } from '../../support/fresh-directory.ts';

const member: StaffMember = { id: 'p-1', name: '王芳', role: 'filler', pin: pinHash('907316') };

describe('the list of staff on a disk that takes nothing', () => {
  it('is not confirmed, holds until the program ends, and is kept when it comes again', () => {
    const dataDir = join(freshDirectory(), 'gone');
    const warnings: string[] = [];
    const file = peopleFile(dataDir, (_, message) => warnings.push(message));
    expect(file.take({ version: 2, staff: [member] }, 1)).toBe(false);
    expect(warnings).toHaveLength(1);
    expect(file.members).toEqual([member]);
    mkdirSync(dataDir);
    expect(file.take({ version: 2, staff: [member] }, 1)).toBe(true);
    expect(peopleFile(dataDir, () => expect.fail('no warning')).members).toEqual([member]);
  });
});
