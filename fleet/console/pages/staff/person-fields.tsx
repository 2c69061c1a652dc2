import { Form, Radio, Select } from 'antd';
import { StaffRole } from '../../../../shared/contracts/staff.ts';
import { AreaField } from '../../app/area-field.tsx';
import { TextField } from '../../app/machine-fields.tsx';
import { useTexts } from '../../texts/texts.tsx';

/** What is entered about a person who works at machines. */
export interface PersonEntered {
  readonly name: string;
  readonly role: StaffRole;
  readonly area: string;
  readonly machines?: readonly string[];
}

/** The fields of a person: name, work, area, and machines by their ids. */
export function PersonFields() {
  const { staff: texts, machine } = useTexts();
  return (
    <>
      <TextField name="name" label={texts.name} help={texts.nameHelp} max={32} />
      <Form.Item name="role" label={texts.role} rules={[{ required: true, message: machine.required }]}>
        <Radio.Group options={StaffRole.options.map((value) => ({ value, label: texts.roles[value] }))} />
      </Form.Item>
      <AreaField name="area" label={texts.area} />
      <Form.Item name="machines" label={texts.machines} extra={texts.machinesHelp}>
        <Select mode="tags" tokenSeparators={[' ', ',']} open={false} suffixIcon={null} />
      </Form.Item>
    </>
  );
}
