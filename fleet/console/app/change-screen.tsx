import { type ComponentProps, Suspense, useState } from 'react';
import { lazyFile } from '../api/console-file.ts';
import { useTexts } from '../texts/texts.tsx';
import { Button } from '../ui/controls.tsx';
import { Loading } from '../ui/states.tsx';

const ScreenForm = lazyFile(() => import('./screen-form.tsx'));

/** The form for what screens say, once somebody wants to change it: it needs large files. */
export function ChangeScreen(props: ComponentProps<typeof ScreenForm>) {
  const { screens } = useTexts();
  const [isOpen, setOpen] = useState(false);
  if (!isOpen)
    return (
      <p>
        <Button tone="primary" onClick={() => setOpen(true)}>
          {screens.form.title}
        </Button>
      </p>
    );
  return (
    <Suspense fallback={<Loading lines={8} />}>
      <ScreenForm {...props} />
    </Suspense>
  );
}
