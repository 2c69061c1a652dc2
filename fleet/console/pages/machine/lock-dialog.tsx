import { Input, Modal } from 'antd';
import { useId } from 'react';
import { type KeptDialog, useTypedText } from '../../app/kept-dialog.ts';
import { useTexts } from '../../texts/texts.tsx';
import { withAntd } from '../../ui/with-antd.tsx';

interface Props {
  lane: number;
  busy: boolean;
  lock: (reason: string) => void;
  dialog: KeptDialog;
}

/** Locks a lane remotely, with the reason that the machine will show. */
function LockDialog({ lane, busy, lock, dialog }: Props) {
  const { machine } = useTexts();
  const [reason, setReason] = useTypedText(dialog, 'reason');
  const id = useId();
  return (
    <Modal
      open
      title={machine.lockTitle(String(lane))}
      okText={machine.lock}
      cancelText={machine.cancel}
      okButtonProps={{ disabled: reason.trim() === '' }}
      confirmLoading={busy}
      onOk={() => lock(reason.trim())}
      onCancel={dialog.close}
    >
      <label htmlFor={id}>{machine.lockReason}</label>
      <Input
        id={id}
        value={reason}
        maxLength={64}
        placeholder={machine.lockReasonPlaceholder}
        onChange={(event) => setReason(event.target.value)}
        style={{ marginTop: 4 }}
      />
    </Modal>
  );
}

export default withAntd(LockDialog);
