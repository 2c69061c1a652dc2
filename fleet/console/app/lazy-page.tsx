import { type ComponentType, lazy, useState } from 'react';
import { fetchFile } from '../api/console-file.ts';

/** A component in a file of its own, fetched when it is needed. */
export interface LazyPage<Props extends object> {
  readonly Component: ComponentType<Props>;
  /**
   * Fetches the file. Once it has arrived, `Component` renders at once, without the placeholder.
   */
  readonly load: () => Promise<unknown>;
}

/** Makes a component whose file is fetched when it is first rendered, or earlier by `load`. */
export function lazyPage<Props extends object>(
  importFile: () => Promise<{ default: ComponentType<Props> }>,
): LazyPage<Props> {
  let loaded: ComponentType<Props> | undefined;
  const load = async () => {
    const file = await fetchFile(importFile);
    loaded = file.default;
    return file;
  };
  // The type of `lazy` allows a ref in addition to the props; nobody passes one here.
  const Suspended = lazy(load) as unknown as ComponentType<Props>;
  return {
    load,
    // biome-ignore lint/correctness/noComponentHookFactories: made once per file, when the console is loaded
    Component: (props) => {
      // Chosen once per mount: a page on the screen must not be mounted again when its file
      // arrives.
      const [Rendered] = useState(() => loaded ?? Suspended);
      return <Rendered {...props} />;
    },
  };
}
