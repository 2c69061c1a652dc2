import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { ConfigVersion } from '../../../shared/contracts/ids.ts';
import type { DesiredConfig } from '../../../shared/contracts/plan.ts';
import { StaffList, type StaffMember } from '../../../shared/contracts/staff.ts';
import { isNewerList } from '../../agent/staff.ts';
import { writePrivateFile } from '../../identity/private-file.ts';
import type { AgentObserver } from '../../ports.ts';

/** The file of the list of staff in the data folder; only the agent's own user may read it. */
const staffFileName = 'staff.json';

const StaffFile = z.object({ version: ConfigVersion, staff: StaffList });

/**
 * The list of staff in force, kept next to the ledger: it holds what PINs are compared with, so it
 * is in no ledger line. A file that cannot be read is as an empty list: then only the shared PIN is
 * accepted, until the fleet sends the next configuration.
 */
export function peopleFile(dataDir: string, log: AgentObserver['log']) {
  const path = join(dataDir, staffFileName);
  let kept = read();

  function read(): z.infer<typeof StaffFile> {
    try {
      const parsed = StaffFile.safeParse(JSON.parse(readFileSync(path, 'utf8')));
      if (parsed.success) return parsed.data;
    } catch {
      // There is none yet, or it is damaged.
    }
    return { version: 0, staff: [] };
  }

  return {
    get members(): readonly StaffMember[] {
      return kept.staff;
    },

    /**
     * Keeps the list of a configuration that is newer than the books or than the list itself. False
     * if it cannot be written; then it holds until the program ends.
     */
    take({ version, staff = [] }: Pick<DesiredConfig, 'version' | 'staff'>, inForce: number): boolean {
      if (!isNewerList(version, inForce, kept.version)) return true;
      kept = { version, staff };
      try {
        writePrivateFile(path, `${JSON.stringify(kept)}\n`);
        return true;
      } catch (error) {
        log('warn', `${staffFileName} cannot be written · 无法写入 ${staffFileName}`, { error: String(error) });
        return false;
      }
    },
  };
}
