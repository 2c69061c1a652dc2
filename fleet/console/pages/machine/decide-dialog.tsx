import { Input, Modal } from 'antd';
import { useId, useState } from 'react';
import { api } from '../../api/client.ts';
import { dressed } from '../../app/with-antd.tsx';
import { useFormat, useTexts } from '../../texts/texts.tsx';
import { useAct } from '../../ui/actions.tsx';
import { claimOf } from './claim.ts';
import type { Deciding, PartGiven } from './part-given.ts';

interface DecideGiven extends PartGiven {
  deciding: Deciding;
  close: () => void;
}

/** Somebody has lines counted, or leaves them out for good, and says why. */
function DecideDialog({ machine, deciding: { lines, verdict }, close }: DecideGiven) {
  const { uncounted: texts, machine: words } = useTexts();
  const format = useFormat();
  const [note, setNote] = useState('');
  const id = useId();
  const { ledger, reason, first, last } = lines;
  const act = useAct({
    run: () =>
      api.post(`/machines/${encodeURIComponent(machine.machine)}/decisions`, {
        ...{ ledger, reason, first, last, verdict },
        note: note.trim(),
      }),
    stale: ['machine', 'machines', 'today', 'area', 'restock', 'report'],
    done: close,
  });
  return (
    <Modal
      open
      title={verdict === 'accept' ? texts.acceptTitle : texts.rejectTitle}
      okText={verdict === 'accept' ? texts.accept : texts.reject}
      okButtonProps={{ disabled: note.trim() === '' }}
      cancelText={words.cancel}
      onCancel={close}
      onOk={() => act.mutate()}
      confirmLoading={act.isPending}
      destroyOnHidden
    >
      <p>{texts.reason[reason] ?? reason}</p>
      <p>{claimOf(lines, texts, format)}</p>
      {verdict === 'accept' && reason === 'closed-year' && <p>{texts.late}</p>}
      <label htmlFor={id} style={{ display: 'block', margin: '14px 0 4px' }}>
        {texts.note}
      </label>
      <Input.TextArea
        id={id}
        value={note}
        maxLength={500}
        autoSize={{ minRows: 2 }}
        placeholder={texts.notePlaceholder}
        onChange={(event) => setNote(event.target.value)}
      />
    </Modal>
  );
}

export default dressed(DecideDialog);
