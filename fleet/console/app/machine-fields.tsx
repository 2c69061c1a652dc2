import { Form, Input, Select } from 'antd';
import { useMemo } from 'react';
import { readDay } from '../texts/day-text.ts';
import { useTexts } from '../texts/texts.tsx';
import { DayField } from '../ui/day-field.tsx';
import { useFleet } from './fleet.tsx';
import { readPosition } from './position.ts';

/** The county where a machine is, found by name or code. */
export function CountyField({ name = 'region' }: { name?: string }) {
  const { machine } = useTexts();
  const { tree, areaPath } = useFleet();
  const options = useMemo(
    () =>
      tree.areas
        .filter((area) => area.level === 'county' && area.validTo === null)
        .map((area) => ({ value: area.code, label: `${areaPath(area.code)} ${area.code}` })),
    [tree, areaPath],
  );
  return (
    <Form.Item name={name} label={machine.regionField} rules={[{ required: true, message: machine.required }]}>
      <Select showSearch={{ optionFilterProp: 'label' }} options={options} />
    </Form.Item>
  );
}

/** The form field for a machine's kind of site. */
export function SiteField() {
  const { machine, words } = useTexts();
  return (
    <Form.Item name="site" label={machine.siteField} rules={[{ required: true, message: machine.required }]}>
      <Select options={Object.entries(words.site).map(([value, label]) => ({ value, label }))} />
    </Form.Item>
  );
}

/** A rule of forms: what is typed into a field for a day is one. */
export function useDayRule(): { validator: (rule: unknown, typed: string | undefined) => Promise<void> } {
  const { words } = useTexts();
  return {
    validator: async (_, typed) => {
      if (typed && readDay(typed) === null) throw new Error(words.dayWrong);
    },
  };
}

interface TextProps {
  name: string;
  label: string;
  required?: boolean;
  type?: 'text' | 'date';
  help?: string;
  max?: number;
}

/** A form field for one line of text. */
export function TextField({ name, label, required = true, type = 'text', help, max = 128 }: TextProps) {
  const { machine } = useTexts();
  const isDay = useDayRule();
  const isNeeded = { required: true, whitespace: true, message: machine.required };
  return (
    <Form.Item
      name={name}
      label={label}
      extra={help}
      rules={[...(required ? [isNeeded] : []), ...(type === 'date' ? [isDay] : [])]}
    >
      {type === 'date' ? <DayField /> : <Input maxLength={max} />}
    </Form.Item>
  );
}

/** The form field for where on the earth a machine is; it may stay empty. */
export function PositionField() {
  const { screens } = useTexts();
  const isPosition = {
    validator: async (_: unknown, typed?: string) => {
      if (readPosition(typed ?? '') === undefined) throw new Error(screens.form.positionWrong);
    },
  };
  return (
    <Form.Item name="position" label={screens.position} extra={screens.positionHelp} rules={[isPosition]}>
      <Input maxLength={40} />
    </Form.Item>
  );
}
