import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { MachineId } from '../../../shared/contracts/ids.ts';
import { type Bilingual, bilingual, joinBilingual } from '../../../shared/contracts/meaning.ts';

const Owner = z.object({ machine: MachineId });

/** The data folder holds the ledger of another machine. */
export class OtherMachine extends Error {
  readonly line: Bilingual;

  constructor(dataDir: string, theirs: string, ours: string) {
    const line = bilingual(
      `dataDir holds "${dataDir}", where the ledger of ${theirs} is, and machine holds "${ours}": ` +
        `choose another folder for ${ours}, or correct the machine id`,
      `${dataDir} 中是 ${theirs} 的账本，不是 ${ours} 的：请为 ${ours} 另选文件夹，或改正机器编号`,
    );
    super(joinBilingual(line));
    this.line = line;
    this.name = 'OtherMachine';
  }
}

const fileIn = (dataDir: string): string => join(dataDir, 'machine.json');

/**
 * The machine whose ledger a folder holds or held; null if no ledger was ever begun there, or if it
 * cannot be known.
 */
export function ownerOf(dataDir: string): MachineId | null {
  let text: string;
  try {
    text = readFileSync(fileIn(dataDir), 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
  try {
    return Owner.parse(JSON.parse(text)).machine;
  } catch {
    return null;
  }
}

/**
 * Notes whose ledger a folder holds, once there is one. A later start learns from it that a ledger
 * was here.
 */
export function keepOwner(dataDir: string, machine: MachineId): void {
  const fresh = `${fileIn(dataDir)}.new`;
  const descriptor = openSync(fresh, 'w');
  try {
    writeSync(descriptor, `${JSON.stringify({ machine })}\n`);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  renameSync(fresh, fileIn(dataDir));
}
