import type { Note } from '../../../shared/contracts/kiosk-answers.ts';
import type { Health } from '../../core/health.ts';

/**
 * What staff should know about the ledger; empty if nothing is wrong. `rewritten`: how often its
 * file was written out again.
 */
export function notesOf({ disk, uncounted }: Pick<Health, 'disk' | 'uncounted'>, rewritten: number): Note[] {
  const notes: Note[] = [];
  if (uncounted.length > 0) {
    const lanes = uncounted.join(', ');
    notes.push({
      code: 'ledger-anew',
      message:
        `账本是新建的，货道内原有的盒子不在账上，请盘点货道 ${lanes} · ` +
        `The ledger is new. Count lane(s) ${lanes}: their boxes are not in the books`,
    });
  }
  if (disk.code === 'disk-gone')
    notes.push({
      code: 'ledger-gone',
      message:
        '账本文件在运行中被删除、移走或替换，且无法重新写出，暂停发放 · ' +
        'The ledger file was deleted, moved or replaced and cannot be written out again: nothing is given out',
    });
  if (rewritten > 0)
    notes.push({
      code: 'ledger-rewritten',
      message:
        '账本文件在运行中被删除、移走或替换，已重新写出，账目完整，请查明原因 · ' +
        'The ledger file was deleted, moved or replaced; it was written out again and nothing is lost: find out who did it',
    });
  return notes;
}
