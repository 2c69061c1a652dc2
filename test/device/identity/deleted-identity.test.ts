import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { identityIn } from '../../../device/identity/secret-folder.ts';
import { MachineId } from '../../../shared/contracts/ids.ts';
import { freshDirectory } from '../../support/fresh-directory.ts';

const machine = MachineId.parse('JX-360102-0001');

describe('an identity that is deleted while the kiosk runs', () => {
  it('is written again, and the next start has it', () => {
    const dataDir = freshDirectory();
    const store = identityIn({ dataDir, machine });
    const key = store.keyFor('enrolment', () => 'a key');
    expect(store.keyFor('enrolment', () => 'another key')).toBe(key);
    rmSync(join(dataDir, 'identity'), { recursive: true });
    expect(store.keyFor('enrolment', () => 'another key')).toBe(key);
    expect(identityIn({ dataDir, machine }).keyFor('enrolment', () => 'another key')).toBe(key);
  });
});
