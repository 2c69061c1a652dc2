import { Select } from 'antd';
import { useMemo } from 'react';
import { searchKey } from '../../../shared/contracts/spelling.ts';
import { useTexts } from '../texts/texts.tsx';
import { withAntd } from '../ui/with-antd.tsx';
import { setSearch, useAreaCode } from './address.ts';
import { useFleet } from './fleet.tsx';

/** Chooses the area that all pages show, by name or code. */
function AreaSelect() {
  const { frame } = useTexts();
  const { tree, areaPath } = useFleet();
  const code = useAreaCode();
  const options = useMemo(
    () => tree.areas.map((area) => ({ value: area.code, label: areaPath(area.code), search: area.code })),
    [tree, areaPath],
  );
  return (
    <Select
      className="area-choice"
      autoFocus
      defaultOpen
      aria-label={frame.area}
      value={code}
      options={options}
      showSearch={{
        filterOption: (input, option) =>
          option !== undefined &&
          [option.label, option.search].some((text) => searchKey(text).includes(searchKey(input))),
      }}
      onChange={(chosen) => setSearch({ area: chosen === tree.root ? null : chosen })}
      popupMatchSelectWidth={240}
    />
  );
}

export default withAntd(AreaSelect);
