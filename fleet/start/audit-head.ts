import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { HeadNotes } from '../audit/noted-head.ts';
import { writePrivateFile } from '../pki/private-file.ts';

const Head = z.object({ seq: z.int().min(1), head: z.string().regex(/^[0-9a-f]{64}$/) });

/** The newest head of the audit log, in a file next to the database. */
export function headFile(dataDir: string): HeadNotes {
  const path = join(dataDir, 'fleet.audit-head');
  return {
    read: () => {
      try {
        return Head.parse(JSON.parse(readFileSync(path, 'utf8')));
      } catch {
        return null;
      }
    },
    write: ({ seq, head }) => writePrivateFile(path, `${JSON.stringify({ seq, head })}\n`),
  };
}
