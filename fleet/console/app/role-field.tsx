import { Form, Select } from 'antd';
import { Role } from '../../../shared/contracts/fleet/role.ts';
import { useTexts } from '../texts/texts.tsx';

/** A form field for a role, each with what it may do. */
export function RoleField() {
  const { users, words, machine } = useTexts();
  return (
    <Form.Item name="role" label={users.role} rules={[{ required: true, message: machine.required }]}>
      <Select
        placeholder={users.chooseRole}
        options={Role.options.map((value) => ({
          value,
          label: `${words.role[value] ?? value}${words.note(users.roleMay[value])}`,
        }))}
      />
    </Form.Item>
  );
}
