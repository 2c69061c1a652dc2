import './sign-in-layer.css';
import { Suspense, useLayoutEffect, useRef } from 'react';
import type { Account } from '../../../shared/contracts/fleet-http.ts';
import { signInFile } from '../page-files.ts';
import { Loading } from '../ui/states.tsx';

/**
 * The sign-in page over an open page, which remains as it is: the account `of` finds what it was
 * typing when its session ended. Nothing below can be seen or reached.
 */
export function SignInLayer({ of }: { of: Account }) {
  const layer = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const { current } = layer;
    current?.showModal();
    return () => current?.close();
  }, []);
  return (
    <dialog ref={layer} className="sign-in-layer" onCancel={(event) => event.preventDefault()}>
      <Suspense fallback={<Loading />}>
        <signInFile.Component before={of} />
      </Suspense>
    </dialog>
  );
}
