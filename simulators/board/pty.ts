import { spawnSync } from 'node:child_process';
import { closeSync, lstatSync, readlinkSync, renameSync, rmSync, symlinkSync, writeSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { ReadStream } from 'node:tty';
import { ownLink } from './link-owner.ts';
import type { BoardPort, OpenPort } from './port.ts';

interface PtyPair {
  readonly master: number;
  readonly slave: number;
  readonly pty: string;
}

interface NativePty {
  open(columns: number, rows: number): PtyPair;
}

/**
 * Only the native part of the package: its own `open()` also reads the slave side and so takes
 * bytes away from the host.
 */
function nativePty(): NativePty {
  const require = createRequire(import.meta.url);
  const { requireBinary } = require('@lydell/node-pty/requireBinary.js') as { requireBinary(name: string): NativePty };
  return requireBinary('pty.node');
}

/** Turns off echo, line editing and translation of line ends, before anybody opens it. */
function makeRaw(slave: number): void {
  const stty = spawnSync('stty', ['raw', '-echo', '-iexten', '-onlcr'], { stdio: [slave, 'ignore', 'ignore'] });
  if (stty.status === 0) return;
  const terminal = new ReadStream(slave);
  terminal.setRawMode(true);
  terminal.unref();
}

/** Points `link` at `target`. An existing file is replaced only if it is a link itself. */
function pointLink(link: string, target: string): void {
  const there = lstatSync(link, { throwIfNoEntry: false });
  if (there !== undefined && !there.isSymbolicLink()) throw new Error(`${link} exists already and is not a link`);
  const fresh = `${link}.${process.pid}`;
  rmSync(fresh, { force: true });
  symlinkSync(target, fresh);
  renameSync(fresh, link);
}

function dropLink(link: string, target: string): void {
  const there = lstatSync(link, { throwIfNoEntry: false });
  if (there?.isSymbolicLink() && readlinkSync(link) === target) rmSync(link, { force: true });
}

/**
 * A pseudo-terminal as a serial port. The slave side is kept open, so that the line survives when
 * the host opens and closes it. To the host, closing the slave side looks like a pulled plug.
 * Rejects if a running board has the same link.
 */
export function ptyPort(link: string | null): OpenPort {
  return async ({ onBytes, onLost }): Promise<BoardPort> => {
    const linkPath = link === null ? null : resolve(link);
    const releaseLink = linkPath === null ? () => {} : await ownLink(linkPath);
    const { master, slave, pty } = nativePty().open(80, 24);
    makeRaw(slave);
    if (linkPath !== null) pointLink(linkPath, pty);
    const reader = new ReadStream(master);
    let closed = false;
    const close = (): void => {
      if (closed) return;
      closed = true;
      if (linkPath !== null) dropLink(linkPath, pty);
      releaseLink();
      reader.destroy();
      closeSync(slave);
    };
    reader.on('data', (bytes: Buffer) => onBytes(bytes));
    const lost = (error: Error): void => {
      if (closed) return;
      close();
      onLost(error.message);
    };
    reader.on('error', lost);
    const write = (bytes: Uint8Array): void => {
      if (closed) return;
      try {
        writeSync(master, bytes);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') lost(error as Error);
      }
    };
    return { path: pty, write, close };
  };
}
