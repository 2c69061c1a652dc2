import { type ComponentType, type LazyExoticComponent, lazy } from 'react';
import { api } from './client.ts';

/** A file of the console is not on the server any more: the fleet was upgraded while the page was open. */
export class FileGoneError extends Error {}

/** Imports a file of the console. Fails as every request does if the server can't be reached, and else with a FileGoneError. */
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
/** A reload that did not help within this time is not tried again. */
const reloadAgainMs = 60_000;

/** Reloads the page, so that it has the files of the version that runs now; nothing where that was tried just before. */
export function reloadForNewVersion(): void {
  try {
    const before = Number(sessionStorage.getItem(reloadedAt) ?? 0);
    if (Date.now() - before < reloadAgainMs) return;
    sessionStorage.setItem(reloadedAt, String(Date.now()));
  } catch {
    // Without storage nobody knows whether it was tried: a person decides.
    return;
  }
  location.reload();
}
