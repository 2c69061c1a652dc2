import { Form, Select } from 'antd';
import { useMemo } from 'react';
import { useTexts } from '../texts/texts.tsx';
import { useFleet } from './fleet.tsx';

/** A form field for an area: any within the user's own. */
export function AreaField({ name, label }: { name: string; label: string }) {
  const { machine } = useTexts();
  const { tree, areaPath } = useFleet();
  const options = useMemo(
    () =>
      tree.areas.filter(({ validTo }) => validTo === null).map(({ code }) => ({ value: code, label: areaPath(code) })),
    [tree, areaPath],
  );
  return (
    <Form.Item name={name} label={label} rules={[{ required: true, message: machine.required }]}>
      <Select showSearch={{ optionFilterProp: 'label' }} options={options} />
    </Form.Item>
  );
}
