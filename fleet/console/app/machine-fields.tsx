import { Form, Input, type InputProps, Select } from 'antd';
import { useMemo } from 'react';
import { enteredYears } from '../../../shared/rules/calendar.ts';
import { useTexts } from '../texts/texts.tsx';
import { useFleet } from './fleet.tsx';

/** The county a machine stands in, found by name or code. */
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

/** A day of the calendar, in the years that the fleet takes. */
function DayInput(props: InputProps) {
  return <Input {...props} type="date" min={`${enteredYears.first}-01-01`} max={`${enteredYears.last}-12-31`} />;
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
  return (
    <Form.Item
      name={name}
      label={label}
      extra={help}
      rules={required ? [{ required: true, whitespace: true, message: machine.required }] : []}
    >
      {type === 'date' ? <DayInput /> : <Input maxLength={max} />}
    </Form.Item>
  );
}
