import { Button, Input, Modal } from 'antd';
import type { ReactNode } from 'react';
import { useTexts } from '../texts/texts.tsx';
import { PrintSlip } from './print-slip.tsx';
import { toast } from './toast.tsx';

interface Props {
  title: string;
  /** What it is called: `密钥`. */
  name: string;
  secret: string;
  /** What it is for, and until when it is valid. Also on paper. */
  children?: ReactNode;
  /** Whether it may be printed, to be handed to somebody. */
  isPrinted?: boolean;
  close: () => void;
}

/** A new secret or code, shown only this once. It cannot be closed by accident. */
export function SecretOnce({ title, name, secret, children, isPrinted = false, close }: Props) {
  const { machine } = useTexts();
  const copy = async () => {
    await navigator.clipboard?.writeText(secret);
    toast.done(machine.secretCopied);
  };
  return (
    <Modal
      open
      title={title}
      closable={false}
      maskClosable={false}
      keyboard={false}
      footer={
        <Button type="primary" onClick={close}>
          {machine.secretDone}
        </Button>
      }
    >
      <p>{machine.secretOnce}</p>
      {children}
      <div style={{ display: 'flex', flexWrap: 'wrap', gap: 8, margin: '12px 0' }}>
        <Input readOnly value={secret} aria-label={name} style={{ flex: '1 1 220px', fontFamily: 'monospace' }} />
        <Button onClick={() => void copy()}>{machine.secretCopy}</Button>
        {isPrinted && (
          <PrintSlip>
            <h1>{title}</h1>
            <code>{secret}</code>
            {children}
          </PrintSlip>
        )}
      </div>
    </Modal>
  );
}
