import { Button, Input, Modal } from 'antd';
import type { MachineSecret } from '../../../shared/contracts/fleet-http.ts';
import { useTexts } from '../texts/texts.tsx';
import { toast } from './toast.tsx';

/** A new secret, shown only this once. It cannot be closed by accident. */
export function SecretOnce({ of, close }: { of: MachineSecret; close: () => void }) {
  const { machine } = useTexts();
  const copy = async () => {
    await navigator.clipboard?.writeText(of.secret);
    toast.done(machine.secretCopied);
  };
  return (
    <Modal
      open
      title={`${machine.secretTitle} · ${of.machine}`}
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
      <div style={{ display: 'flex', gap: 8, margin: '12px 0' }}>
        <Input readOnly value={of.secret} aria-label={machine.secretTitle} style={{ fontFamily: 'monospace' }} />
        <Button onClick={() => void copy()}>{machine.secretCopy}</Button>
      </div>
    </Modal>
  );
}
