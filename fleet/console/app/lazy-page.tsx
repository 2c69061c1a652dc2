import { type ComponentType, lazy, useState } from 'react';

type Loaded<Given extends object> = { default: ComponentType<Given> };

/** A part of the console in a file of its own. */
export interface Later<Given extends object> {
  readonly Part: ComponentType<Given>;
  /** Fetches it; from then on it is drawn at once, without the grey lines of what is on its way. */
  readonly load: () => Promise<unknown>;
}

/** A component whose file is fetched when it is first drawn, or sooner. */
export function later<Given extends object>(from: () => Promise<Loaded<Given>>): Later<Given> {
  let there: ComponentType<Given> | undefined;
  const load = async () => {
    const loaded = await from();
    there = loaded.default;
    return loaded;
  };
  // What `lazy` makes takes a ref beside what is given; nobody gives one here.
  const Waiting = lazy(load) as unknown as ComponentType<Given>;
  return {
    load,
    // biome-ignore lint/correctness/noComponentHookFactories: made once a file, when the console is loaded
    Part: (given) => {
      // Chosen once: what is on the screen must not begin anew when its file is there.
      const [Drawn] = useState(() => there ?? Waiting);
      return <Drawn {...given} />;
    },
  };
}
