import type { Bilingual } from '../contracts/meaning.ts';
import type { TakenPath } from './load.ts';

/** The content of a data folder, in the words of the message. */
const words = {
  'ledger.db': { zh: '账本', en: 'ledger' },
  'fleet.db': { zh: '数据库', en: 'database' },
} as const;

/**
 * Why a new data folder must not be started: its path is relative to the configuration's file and
 * it holds nothing yet, while the folder of the same name in the working directory, where earlier
 * versions looked, holds data. null if there is no objection.
 */
export function whyDataDirMoved(
  taken: readonly TakenPath[],
  database: keyof typeof words,
  fromWorkingDirectory: (path: string) => string,
  holds: (folder: string, file: string) => boolean,
): Bilingual | null {
  const folder = taken.find(({ key }) => key === 'dataDir');
  if (!folder || folder.against === 'the working directory') return null;
  const other = fromWorkingDirectory(folder.written);
  if (other === folder.path || holds(folder.path, database) || !holds(other, database)) return null;
  const { zh, en } = words[database];
  return {
    en:
      `dataDir holds "${folder.written}", which is ${folder.path} (beside this file) and holds no ${en}, ` +
      `but there is one in ${other}: write that whole path into dataDir, or move that folder to ${folder.path}`,
    zh: `${folder.path} 中没有${zh}，${zh}在 ${other} 中：请在 dataDir 中写明该完整路径，或把该文件夹移到前一处`,
  };
}
