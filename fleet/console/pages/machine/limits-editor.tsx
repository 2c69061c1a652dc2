import { InputNumber, Select } from 'antd';
import type { KioskLimits } from '../../../../shared/contracts/plan.ts';
import { useFormat, useTexts } from '../../texts/texts.tsx';
import { isLimitWrong, type LimitKey, limitKeys, limitRanges, limitShown, limitStored } from './limits.ts';

interface LimitFieldProps {
  of: LimitKey;
  /** Undefined for the machine's own default. */
  value: number | undefined;
  change: (value: number | undefined) => void;
}

/** One limit with its range; empty for the machine's own default. */
function LimitField({ of: key, value, change }: LimitFieldProps) {
  const { machine: texts } = useTexts();
  const format = useFormat();
  const [first, last] = limitRanges[key].map((bound) => format.decimal(limitShown(key, bound)));
  const range = texts.limitRange(first ?? '', last ?? '');
  const isWrong = value !== undefined && isLimitWrong(key, value);
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control is inside
    <label>
      <span>
        {texts.limit[key]} <small>{range}</small>
      </span>
      <InputNumber
        value={value === undefined ? null : limitShown(key, value)}
        status={isWrong ? 'error' : ''}
        placeholder={texts.limitDefault}
        onChange={(shown) => change(shown === null ? undefined : limitStored(key, shown))}
      />
      {isWrong && (
        <span className="field-wrong" role="alert">
          {texts.limitWrong(first ?? '', last ?? '')}
        </span>
      )}
    </label>
  );
}

interface LimitsEditorProps {
  limits: KioskLimits;
  setLimits: (limits: KioskLimits) => void;
}

/** Edits the machine's limits. If a field is empty, the machine uses its own default. */
export function LimitsEditor({ limits, setLimits }: LimitsEditorProps) {
  const { machine: texts } = useTexts();
  return (
    <>
      <h2 className="space-above">{texts.limits}</h2>
      <div className="draft-limits">
        {limitKeys.map((key) => (
          <LimitField
            key={key}
            of={key}
            value={limits[key]}
            change={(value) => {
              const { [key]: _, ...others } = limits;
              setLimits(value === undefined ? others : { ...others, [key]: value });
            }}
          />
        ))}
        {/* biome-ignore lint/a11y/noLabelWithoutControl: the control is inside */}
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
