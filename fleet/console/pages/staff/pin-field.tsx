import { Form, Input, Radio } from 'antd';
import type { StaffWithPin } from '../../../../shared/contracts/fleet-http.ts';
import { pinDigits } from '../../../../shared/contracts/staff.ts';
import { isWeakPin } from '../../../../shared/rules/weak-pin.ts';
import { useTexts } from '../../texts/texts.tsx';
import { SecretOnce } from '../../ui/secret-once.tsx';

/** How a PIN is set. */
export interface PinEntered {
  readonly way: 'drawn' | 'chosen';
  readonly pin?: string;
}

/** The PIN that a request asks for; none if it is to be drawn. */
export const pinAsked = ({ way, pin }: PinEntered): { readonly pin?: string } =>
  way === 'chosen' && pin !== undefined ? { pin } : {};

/** Whether a PIN is drawn or chosen, and the chosen one. */
export function PinField() {
  const { staff: texts, states } = useTexts();
  const way = Form.useWatch<PinEntered['way']>('way');
  const digits = new RegExp(`^\\d{${pinDigits.least},${pinDigits.most}}$`);
  return (
    <>
      <Form.Item name="way" label={texts.pin}>
        <Radio.Group
          options={(['drawn', 'chosen'] as const).map((value) => ({ value, label: texts.pinWays[value] }))}
        />
      </Form.Item>
      {way === 'chosen' && (
        <Form.Item
          name="pin"
          extra={texts.pinHelp}
          rules={[
            { required: true, pattern: digits, message: texts.pinHelp },
            {
              validator: async (_, typed?: string) => {
                if (typed && digits.test(typed) && isWeakPin(typed)) throw new Error(states.problem['weak-pin']);
              },
            },
          ]}
        >
          <Input inputMode="numeric" autoComplete="off" maxLength={pinDigits.most} aria-label={texts.pin} />
        </Form.Item>
      )}
    </>
  );
}

/** A drawn PIN, shown once, to be handed to its person. */
export function PinOnce({ of, close }: { of: StaffWithPin; close: () => void }) {
  const { staff: texts } = useTexts();
  return (
    <SecretOnce title={texts.pinTitle(of.name)} name={texts.pin} secret={of.pin ?? ''} close={close} isPrinted>
      <p>{texts.pinHow}</p>
    </SecretOnce>
  );
}
