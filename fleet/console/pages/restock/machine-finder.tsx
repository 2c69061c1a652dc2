import { Select } from 'antd';
import { useState } from 'react';
import { useMachines } from '../../api/queries.ts';
import { useAreaCode } from '../../app/address.ts';
import { useFleet } from '../../app/fleet.tsx';
import { useTexts } from '../../texts/texts.tsx';
import { withAntd } from '../../ui/with-antd.tsx';

/** Finds a machine of the area by what is typed. */
function MachineFinder({ add }: { add: (machine: string) => void }) {
  const { restock } = useTexts();
  const { areaPath } = useFleet();
  const region = useAreaCode();
  const [q, setQ] = useState('');
  const found = useMachines({ region, q, sort: 'name' });
  return (
    <Select
      className="add-machine"
      autoFocus
      defaultOpen
      aria-label={restock.addMachine}
      placeholder={restock.addMachine}
      value={null}
      showSearch={{ filterOption: false, onSearch: setQ }}
      loading={found.isFetching}
      options={(found.data?.pages[0]?.machines ?? []).map((row) => ({
        value: row.machine,
        label: `${row.name} · ${areaPath(row.region)}`,
      }))}
      onChange={(machine: string | null) => machine && add(machine)}
      popupMatchSelectWidth={320}
    />
  );
}

export default withAntd(MachineFinder);
