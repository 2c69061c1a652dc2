import { Suspense, useState } from 'react';
import { lazyFile } from '../../api/console-file.ts';
import { useTexts } from '../../texts/texts.tsx';
import { Button } from '../../ui/controls.tsx';

const MachineFinder = lazyFile(() => import('./machine-finder.tsx'));

/**
 * Adds a machine to the sheet that needs no restocking. The list to search is fetched when somebody
 * opens it.
 */
export function AddMachine({ add }: { add: (machine: string) => void }) {
  const { restock } = useTexts();
  const [finding, setFinding] = useState(false);
  const button = (
    <Button icon="plus" onClick={() => setFinding(true)}>
      {restock.addMachine}
    </Button>
  );
  return finding ? (
    <Suspense fallback={button}>
      <MachineFinder add={add} />
    </Suspense>
  ) : (
    button
  );
}
