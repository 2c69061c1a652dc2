import { useState } from 'react';
import { useTexts } from '../../texts/texts.tsx';
import { Button } from '../../ui/controls.tsx';
import { Field, FormFailed } from '../../ui/field.tsx';
import { useSmallForm } from '../../ui/use-small-form.ts';

/** Asks why a suspension is removed: the reason stays to be seen where its days are counted. */
function Reason({ remove, close }: { remove: (why: string) => Promise<unknown>; close: () => void }) {
  const { machine: texts, dayChanges } = useTexts();
  const { submit, at, failed, busy } = useSmallForm({
    fields: { why: dayChanges.needWhy },
    send: ({ why }) => remove(why.trim()),
  });
  return (
    <form className="small-form" onSubmit={(event) => void submit(event)} noValidate>
      <p>{texts.removeAsk}</p>
      <Field {...at('why')} label={dayChanges.why} complete="off" first />
      <FormFailed error={failed} />
      <p className="row-acts">
        <Button type="submit" tone="primary" disabled={busy}>
          {texts.remove}
        </Button>
        <Button onClick={close}>{texts.cancel}</Button>
      </p>
    </form>
  );
}

/** Removes a suspension, with a reason. */
export function RemoveSuspension({ remove }: { remove: (why: string) => Promise<unknown> }) {
  const { machine: texts } = useTexts();
  const [asking, setAsking] = useState(false);
  if (asking) return <Reason remove={remove} close={() => setAsking(false)} />;
  return (
    <Button small onClick={() => setAsking(true)}>
      {texts.remove}
    </Button>
  );
}
