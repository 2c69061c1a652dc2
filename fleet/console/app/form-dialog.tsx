import './dialog.css';
import { Form, type FormInstance, Modal } from 'antd';
import type { ReactNode } from 'react';
import { useTexts } from '../texts/texts.tsx';
import type { KeptDialog } from './kept-dialog.ts';

interface Props<Entered extends object> {
  dialog: KeptDialog;
  form: FormInstance<Entered>;
  title: string;
  /** What is on the button that sends it. */
  send: string;
  isSending: boolean;
  /** What the fields have before anything is typed. */
  initial: Partial<Entered>;
  finish: (entered: Entered) => void;
  /** Called with the fields that were changed, to change others accordingly. */
  changed?: (fields: Partial<Entered>) => void;
  /** Shown above the fields. */
  lead?: ReactNode;
  children: ReactNode;
}

/** A dialog with a form. What is entered outlives a reload until the dialog is closed. */
export function FormDialog<Entered extends object>(props: Props<Entered>) {
  const { dialog, form, title, send, isSending, initial, finish, changed, lead, children } = props;
  const { machine } = useTexts();
  return (
    <Modal
      open
      title={title}
      okText={send}
      cancelText={machine.cancel}
      onCancel={dialog.close}
      onOk={() => form.submit()}
      confirmLoading={isSending}
      destroyOnHidden
    >
      {lead}
      <Form
        form={form}
        layout="vertical"
        className="dialog-form"
        initialValues={{ ...initial, ...dialog.typed() }}
        onFinish={finish}
        onValuesChange={(fields: Partial<Entered>) => {
          changed?.(fields);
          dialog.type({ ...form.getFieldsValue(true) });
        }}
      >
        {children}
      </Form>
    </Modal>
  );
}
