import { InputNumber, Select } from 'antd';
import type { KioskLimits } from '../../../../shared/contracts/plan.ts';
import { useTexts } from '../../texts/texts.tsx';
import { limitKeys, limitShown, limitStored } from './limits.ts';

interface LimitsEditorProps {
  limits: KioskLimits;
  setLimits: (limits: KioskLimits) => void;
}

/** Edits the machine's limits; an empty field leaves the machine its own default. */
export function LimitsEditor({ limits, setLimits }: LimitsEditorProps) {
  const { machine: texts } = useTexts();
  return (
    <>
      <h2 className="space-above">{texts.limits}</h2>
      <div className="draft-limits">
        {limitKeys.map((key) => {
          const value = limits[key];
          return (
            // biome-ignore lint/a11y/noLabelWithoutControl: the control stands inside
            <label key={key}>
              <span>{texts.limit[key]}</span>
              <InputNumber
                value={value === undefined ? null : limitShown(key, value)}
                placeholder={texts.limitDefault}
                onChange={(shown) => {
                  const { [key]: _, ...others } = limits;
                  setLimits(shown === null ? others : { ...others, [key]: limitStored(key, shown) });
                }}
              />
            </label>
          );
        })}
        {/* biome-ignore lint/a11y/noLabelWithoutControl: the control stands inside */}
        <label>
          <span>{texts.undated}</span>
          <Select
            value={limits.lockUndated ?? null}
            options={[
              { value: null, label: texts.limitDefault },
              { value: true, label: texts.undatedRule.lock },
              { value: false, label: texts.undatedRule.give },
            ]}
            onChange={(lockUndated) => {
              const { lockUndated: _, ...others } = limits;
              setLimits(lockUndated === null ? others : { ...others, lockUndated });
            }}
          />
        </label>
      </div>
    </>
  );
}
