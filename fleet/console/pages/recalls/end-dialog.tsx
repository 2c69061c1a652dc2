import { Input, Modal } from 'antd';
import { useId, useState } from 'react';
import { api } from '../../api/client.ts';
import { type KeptDialog, useTypedText } from '../../app/kept-dialog.ts';
import { useTexts } from '../../texts/texts.tsx';
import { useAction } from '../../ui/use-action.tsx';
import { withAntd } from '../../ui/with-antd.tsx';

/** Ends a recall; the note says why. */
function EndDialog({ id, dialog }: { id: string; dialog: KeptDialog }) {
  const { recalls: texts, machine } = useTexts();
  const [note, setNote] = useTypedText(dialog, 'note');
  const [tried, setTried] = useState(false);
  const field = useId();
  const end = useAction({
    run: () => api.post(`/recalls/${encodeURIComponent(id)}/end`, { note: note.trim() }),
    stale: ['recalls', 'machine'],
    done: dialog.close,
  });
  const isMissing = tried && note.trim() === '';
  return (
    <Modal
      open
      title={texts.end}
      okText={texts.end}
      cancelText={machine.cancel}
      onCancel={dialog.close}
      onOk={() => {
        setTried(true);
        if (note.trim() !== '') end.mutate();
      }}
      confirmLoading={end.isPending}
    >
      <p className="soft">{texts.endLead}</p>
      <div className="dialog-field">
        <label htmlFor={field}>{texts.endNote}</label>
        <Input.TextArea
          id={field}
          value={note}
          maxLength={500}
          autoSize={{ minRows: 2 }}
          status={isMissing ? 'error' : ''}
          onChange={(event) => setNote(event.target.value)}
        />
        {isMissing && <p className="field-wrong">{texts.endNoteMissing}</p>}
      </div>
    </Modal>
  );
}

export default withAntd(EndDialog);
