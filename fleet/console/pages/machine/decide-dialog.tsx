import { Input, Modal } from 'antd';
import { useId } from 'react';
import { api } from '../../api/client.ts';
import { type KeptDialog, useTypedText } from '../../app/kept-dialog.ts';
import { useFormat, useTexts } from '../../texts/texts.tsx';
import { useAction } from '../../ui/use-action.tsx';
import { withAntd } from '../../ui/with-antd.tsx';
import { claimOf } from './claim.ts';
import type { Deciding, PartProps } from './part-props.ts';

interface Props extends PartProps {
  deciding: Deciding;
  dialog: KeptDialog;
}

/** The dialog to have lines counted or left out for good, with a reason. */
function DecideDialog({ machine, deciding: { lines, verdict }, dialog }: Props) {
  const { uncounted: texts, machine: words } = useTexts();
  const format = useFormat();
  const [note, setNote] = useTypedText(dialog, 'note');
  const id = useId();
  const { ledger, reason, first, last } = lines;
  const act = useAction({
    run: () =>
      api.post(`/machines/${encodeURIComponent(machine.machine)}/decisions`, {
        ledger,
        reason,
        first,
        last,
        verdict,
        note: note.trim(),
      }),
    stale: ['machine', 'machines', 'today', 'area', 'restock', 'report'],
    done: dialog.close,
  });
  return (
    <Modal
      open
      title={verdict === 'accept' ? texts.acceptTitle : texts.rejectTitle}
      okText={verdict === 'accept' ? texts.accept : texts.reject}
      okButtonProps={{ disabled: note.trim() === '' }}
      cancelText={words.cancel}
      onCancel={dialog.close}
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

export default withAntd(DecideDialog);
