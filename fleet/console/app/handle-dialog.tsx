import { useQueryClient } from '@tanstack/react-query';
import { Input, Modal, Select } from 'antd';
import { useId, useState } from 'react';
import type { HandlingStep, NewHandling, SiteContact } from '../../../shared/contracts/fleet-http.ts';
import { api } from '../api/client.ts';
import { useColleagues } from '../api/colleagues.ts';
import type { QueryName } from '../api/keys.ts';
import { useTexts } from '../texts/texts.tsx';
import { toast } from '../ui/toast.tsx';
import { useAction } from '../ui/use-action.tsx';
import { withAntd } from '../ui/with-antd.tsx';
import { useFleet } from './fleet.tsx';
import { HandlingList } from './handling.tsx';
import { type KeptDialog, useTypedText } from './kept-dialog.ts';
import { ContactLine } from './site-contact.tsx';

/** A task or a flag that a person does something about. */
export interface Handleable {
  /** Its address in the API: `/tasks/<id>` or `/flags/<id>`. */
  readonly path: string;
  /** The machine's name, and the county where it is. */
  readonly name: string;
  readonly region: string;
  /** What is to be done, in the reader's language. */
  readonly title: string;
  /** Whom to call at the site. Null if nobody is known. */
  readonly contact: SiteContact | null;
  readonly handling: readonly HandlingStep[];
}

interface Props {
  of: Handleable;
  act: NewHandling['kind'];
  dialog: KeptDialog;
}

interface ColleagueProps {
  region: string;
  to: string | null;
  choose: (user: string) => void;
  isMissing: boolean;
}

const stale: readonly QueryName[] = ['today', 'machine', 'machines', 'area'];

/** Chooses a colleague who may act in a county. */
function ColleagueField({ region, to, choose, isMissing }: ColleagueProps) {
  const { machine, handling } = useTexts();
  const { account } = useFleet();
  const colleagues = useColleagues(region, true);
  const id = useId();
  const others = (colleagues.data?.users ?? []).filter(({ user }) => user !== account.user);
  return (
    <div className="dialog-field">
      <label htmlFor={id}>{handling.colleague}</label>
      <Select
        id={id}
        value={to}
        onChange={choose}
        showSearch
        loading={colleagues.isPending}
        notFoundContent={handling.colleagueNone}
        options={others.map(({ user }) => ({ value: user, label: user }))}
        status={isMissing ? 'error' : ''}
        style={{ width: '100%' }}
      />
      {isMissing && <p className="field-wrong">{machine.required}</p>}
    </div>
  );
}

/** Sends what a person does. Taking something on by accident can be undone from the message. */
function useHandle(path: string, act: NewHandling['kind'], close: () => void) {
  const { today, handling } = useTexts();
  const client = useQueryClient();
  const send = (body: object) => api.post(`${path}/handling`, body);
  const undo = async () => {
    await send({ kind: 'reopened' });
    await Promise.all(stale.map((key) => client.invalidateQueries({ queryKey: [key] })));
  };
  return useAction({
    run: (entered: { note?: string; to?: string }) => send({ kind: act, ...entered }),
    stale,
    message: null,
    done: () => {
      close();
      toast.done(today.saved, act === 'acknowledged' ? { label: handling.undo, run: undo } : undefined);
    },
  });
}

/** The dialog to take a task or flag on, open it again, write a note, or hand it to a colleague. */
function HandleDialog({ of: { path, name, region, title, contact, handling: steps }, act, dialog }: Props) {
  const { today, machine, handling } = useTexts();
  const [note, setNote] = useTypedText(dialog, 'note');
  const [colleague, setTo] = useTypedText(dialog, 'to');
  const to = colleague === '' ? null : colleague;
  const [tried, setTried] = useState(false);
  const id = useId();
  const action = useHandle(path, act, dialog.close);
  const text = note.trim();
  const isNoteMissing = act === 'noted' && text === '';
  const isColleagueMissing = act === 'assigned' && to === null;
  const submit = () => {
    setTried(true);
    if (!isNoteMissing && !isColleagueMissing)
      action.mutate({ ...(text === '' ? {} : { note: text }), ...(to === null ? {} : { to }) });
  };
  return (
    <Modal
      open
      title={handling.act[act]}
      okText={handling.act[act]}
      cancelText={machine.cancel}
      onCancel={dialog.close}
      onOk={submit}
      confirmLoading={action.isPending}
      destroyOnHidden
    >
      <p>
        <b>{name}</b> · {title}
      </p>
      {contact && <ContactLine of={contact} />}
      <p className="soft">{handling.lead[act]}</p>
      {act === 'assigned' && (
        <ColleagueField region={region} to={to} choose={setTo} isMissing={tried && isColleagueMissing} />
      )}
      <div className="dialog-field">
        <label htmlFor={id}>{today.note}</label>
        <Input.TextArea
          id={id}
          value={note}
          maxLength={500}
          autoSize={{ minRows: 2 }}
          placeholder={today.notePlaceholder}
          status={tried && isNoteMissing ? 'error' : ''}
          onChange={(event) => setNote(event.target.value)}
        />
        {tried && isNoteMissing && <p className="field-wrong">{handling.noteNeeded}</p>}
      </div>
      {steps.length > 0 && (
        <section className="dialog-field" aria-label={handling.title}>
          <b>{handling.title}</b>
          <HandlingList steps={steps} />
        </section>
      )}
    </Modal>
  );
}

export default withAntd(HandleDialog);
