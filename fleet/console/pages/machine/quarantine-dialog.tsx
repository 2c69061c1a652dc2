import { Input, Modal } from 'antd';
import { useId, useState } from 'react';
import { type KeptDialog, useTypedText } from '../../app/kept-dialog.ts';
import { useTexts } from '../../texts/texts.tsx';
import { withAntd } from '../../ui/with-antd.tsx';

interface Props {
  act: 'start' | 'release';
  busy: boolean;
  go: (why: string) => void;
  dialog: KeptDialog;
}

/** Quarantines a machine or releases it. The reason is required. */
function QuarantineDialog({ act, busy, go, dialog }: Props) {
  const { quarantine: texts, machine } = useTexts();
  const [why, setWhy] = useTypedText(dialog, 'why');
  const [tried, setTried] = useState(false);
  const field = useId();
  const isMissing = tried && why.trim() === '';
  return (
    <Modal
      open
      title={texts[act]}
      okText={texts[act]}
      cancelText={machine.cancel}
      onCancel={dialog.close}
      onOk={() => {
        setTried(true);
        if (why.trim() !== '') go(why.trim());
      }}
      confirmLoading={busy}
    >
      <p>{act === 'start' ? texts.startLead : texts.releaseLead}</p>
      <p className="soft">{texts.notKeys}</p>
      <div className="dialog-field">
        <label htmlFor={field}>{texts.why}</label>
        <Input
          id={field}
          value={why}
          maxLength={128}
          status={isMissing ? 'error' : ''}
          onChange={(event) => setWhy(event.target.value)}
        />
        {isMissing && <p className="field-wrong">{texts.whyMissing}</p>}
      </div>
    </Modal>
  );
}

export default withAntd(QuarantineDialog);
