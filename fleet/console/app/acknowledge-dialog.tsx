import { Input, Modal } from 'antd';
import { useId, useState } from 'react';
import type { Flag } from '../../../shared/contracts/fleet-http.ts';
import { api } from '../api/client.ts';
import { useTexts } from '../texts/texts.tsx';
import { useAction } from '../ui/use-action.tsx';
import { withAntd } from '../ui/with-antd.tsx';

/** Flags that one visit takes care of. */
export interface Acknowledged {
  /** The machine's name. */
  readonly name: string;
  /** What is to be done, in the reader's language. */
  readonly title: string;
  readonly flags: readonly Flag[];
}

/** Somebody takes flags on, with one note for all of them. */
function AcknowledgeDialog({ of: { name, title, flags }, close }: { of: Acknowledged; close: () => void }) {
  const { today, machine } = useTexts();
  const [note, setNote] = useState('');
  const id = useId();
  const acknowledge = useAction({
    run: async () => {
      const text = note.trim();
      for (const flag of flags)
        if (!flag.acknowledged)
          await api.post(`/flags/${encodeURIComponent(flag.id)}/acknowledge`, text === '' ? {} : { note: text });
    },
    stale: ['today', 'machine', 'machines'],
    done: close,
  });
  return (
    <Modal
      open
      title={today.acknowledge}
      okText={today.acknowledge}
      cancelText={machine.cancel}
      onCancel={close}
      onOk={() => acknowledge.mutate()}
      confirmLoading={acknowledge.isPending}
      destroyOnHidden
    >
      <p>
        <b>{name}</b> · {title}
      </p>
      <label htmlFor={id} style={{ display: 'block', margin: '14px 0 4px' }}>
        {today.note}
      </label>
      <Input.TextArea
        id={id}
        value={note}
        maxLength={500}
        autoSize={{ minRows: 2 }}
        placeholder={today.notePlaceholder}
        onChange={(event) => setNote(event.target.value)}
      />
    </Modal>
  );
}

export default withAntd(AcknowledgeDialog);
