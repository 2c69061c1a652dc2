import { type ComponentType, type LazyExoticComponent, lazy } from 'react';
import { api } from './client.ts';

/**
 * A file of the console is no longer on the server, because the fleet was upgraded while the page
 * was open.
 */
export class FileGoneError extends Error {}

/**
 * Imports a file of the console. Rejects like any request if the server cannot be reached, else
 * with a FileGoneError.
 */
export async function fetchFile<File>(importFile: () => Promise<File>): Promise<File> {
  try {
    return await importFile();
  } catch (error) {
    await api.get('/info');
    throw new FileGoneError(String(error));
  }
}

/** A component in a file of its own, fetched when it is first rendered. */
export const lazyFile = <Props extends object>(
  importFile: () => Promise<{ default: ComponentType<Props> }>,
): LazyExoticComponent<ComponentType<Props>> => lazy(() => fetchFile(importFile));

const reloadedAt = 'yaoju.reloaded';
/** If a reload did not help, it is not tried again within this time. */
const reloadAgainMs = 60_000;

/**
 * Reloads the page, so that it gets the files of the version that runs now. Does nothing if that
 * was just tried.
 */
export function reloadForNewVersion(): void {
  try {
    const before = Number(sessionStorage.getItem(reloadedAt) ?? 0);
    if (Date.now() - before < reloadAgainMs) return;
    sessionStorage.setItem(reloadedAt, String(Date.now()));
  } catch {
    // Without storage, it is not known whether it was tried, so a person decides.
    return;
  }
  location.reload();
}
