import { useState } from 'react';
import type { EnrolmentCode, MachineIdentity, MachineKey } from '../../../../shared/contracts/fleet-http.ts';
import { api } from '../../api/client.ts';
import { useIdentity } from '../../api/machine-queries.ts';
import { useFleet } from '../../app/fleet.tsx';
import { useFormat, useTexts } from '../../texts/texts.tsx';
import { Button } from '../../ui/controls.tsx';
import { Confirm } from '../../ui/popup.tsx';
import { SecretOnce } from '../../ui/secret-once.tsx';
import { Answer } from '../../ui/states.tsx';
import { svgAddress } from '../../ui/svg-address.ts';
import { useAction } from '../../ui/use-action.tsx';
import type { PartProps } from './part-props.ts';

/** A new code, as text, picture and file: shown once, and printed to be taken to the machine. */
function CodeOnce({ of, close }: { of: EnrolmentCode; close: () => void }) {
  const { identity: texts } = useTexts();
  const format = useFormat();
  return (
    <SecretOnce title={texts.codeTitle(of.machine)} name={texts.code} secret={of.code} close={close} isPrinted>
      <p>{texts.codeHow(of.address)}</p>
      <p>{texts.codeUntil(format.dated(of.expires))}</p>
      <img className="qr" src={svgAddress(of.qr)} alt={texts.qr} />
      <p className="no-print">
        <a
          className="btn"
          download={of.file.name}
          href={`data:application/json;charset=utf-8,${encodeURIComponent(of.file.text)}`}
        >
          {texts.file}
        </a>
      </p>
    </SecretOnce>
  );
}

/** One key: how it came, whether a kiosk has connected with it, and its fingerprint to compare. */
function Key({ of }: { of: MachineKey }) {
  const { identity: texts } = useTexts();
  const format = useFormat();
  return (
    <li>
      <div>
        <b>{texts.by[of.by]}</b>{' '}
        <span className={of.connected === null ? 'chip warn' : 'chip good'}>
          {of.connected === null ? texts.notConnected : texts.connected(format.moment(of.connected))}
        </span>
        <p className="soft">{texts.keyDays(format.dated(of.added), format.dated(of.expires))}</p>
        {of.issuedBy !== undefined && <p className="soft">{texts.issuedBy(of.issuedBy)}</p>}
        <p className="soft">
          {texts.fingerprint} <code>{of.fingerprint.slice(0, 16).replace(/(.{4})(?=.)/g, '$1 ')}</code>
        </p>
      </div>
    </li>
  );
}

function Keys({ of }: { of: MachineIdentity }) {
  const { identity: texts } = useTexts();
  const format = useFormat();
  return (
    <>
      <p>{of.secret ? texts.secretAccepted : texts.secretRefused}</p>
      {of.keys.length === 0 ? (
        <p className="soft">{texts.keysNone}</p>
      ) : (
        <ul className="rows">
          {[...of.keys].reverse().map((key) => (
            <Key key={key.fingerprint} of={key} />
          ))}
        </ul>
      )}
      {of.enrolment && (
        <p role="status">
          <span className="chip warn">{texts.codeWaits}</span>{' '}
          {texts.codeBy(of.enrolment.by, format.moment(of.enrolment.issued), format.moment(of.enrolment.expires))}
        </p>
      )}
    </>
  );
}

/** With what the machine may connect: codes for new keys, and revocation. */
export function IdentitySheet({ machine }: PartProps) {
  const { identity: texts } = useTexts();
  const { may } = useFleet();
  const identity = useIdentity(machine.machine);
  const [made, setMade] = useState<EnrolmentCode | null>(null);
  const path = `/machines/${encodeURIComponent(machine.machine)}`;
  const issue = useAction<void, EnrolmentCode>({
    run: () => api.post(`${path}/enrolment`),
    stale: ['machine'],
    message: null,
    done: setMade,
  });
  const withdraw = useAction({ run: () => api.remove(`${path}/enrolment`), stale: ['machine'] });
  const revoke = useAction({ run: () => api.post(`${path}/revocation`), stale: ['machine'] });
  const isRetired = machine.service === 'retired';
  return (
    <section className="sheet">
      <h2>{texts.title}</h2>
      <p className="soft">{texts.lead}</p>
      <Answer of={identity}>
        {(of) => (
          <>
            <Keys of={of} />
            {may('enrol') && !isRetired && (
              <div className="row-acts space-above">
                <Button tone="primary" disabled={issue.isPending} onClick={() => issue.mutate()}>
                  {texts.issue}
                </Button>
                {of.enrolment && (
                  <Confirm label={texts.withdraw} ask={texts.withdrawAsk} act={() => withdraw.mutate()} />
                )}
                {(of.keys.length > 0 || of.secret) && (
                  <Confirm label={texts.revoke} ask={texts.revokeAsk} act={() => revoke.mutate()} />
                )}
              </div>
            )}
          </>
        )}
      </Answer>
      {made && <CodeOnce of={made} close={() => setMade(null)} />}
    </section>
  );
}
