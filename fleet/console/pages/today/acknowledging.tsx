import { Input, Modal } from 'antd';
import { useId, useState } from 'react';
import type { Task } from '../../../../shared/contracts/fleet-http.ts';
import { api } from '../../api/client.ts';
import { dressed } from '../../app/with-antd.tsx';
import { useTexts } from '../../texts/texts.tsx';
import { useAct } from '../../ui/actions.tsx';
import { useTaskWords } from '../../ui/flag-words.tsx';

/** Somebody takes it on: all flags that the same visit sees to, with one note. */
function Acknowledging({ task, close }: { task: Task; close: () => void }) {
  const { today, machine } = useTexts();
  const words = useTaskWords()(task);
  const [note, setNote] = useState('');
  const id = useId();
  const act = useAct({
    run: async () => {
      const text = note.trim();
      for (const flag of task.flags)
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
      onOk={() => act.mutate()}
      confirmLoading={act.isPending}
      destroyOnHidden
    >
      <p>
        <b>{task.name}</b> · {words.title}
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

export default dressed(Acknowledging);
