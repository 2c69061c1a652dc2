import { Button, Input, InputNumber, Select } from 'antd';
import { useFleet } from '../../app/fleet.tsx';
import { useTexts } from '../../texts/texts.tsx';
import { Icon } from '../../ui/icon.tsx';
import { type DraftLane, newLane, withChange, without } from './plan-draft.ts';

/** The products of the fleet as options of a list. */
export function useProductOptions(): { value: string; label: string }[] {
  const { info, product } = useFleet();
  return info.products.map(({ code }) => ({ value: code, label: product(code) }));
}

interface LaneRowProps {
  lane: DraftLane;
  change: (part: Partial<DraftLane>) => void;
  remove: () => void;
}

function LaneRow({ lane, change, remove }: LaneRowProps) {
  const { machine: texts } = useTexts();
  const products = useProductOptions();
  const label = (field: string) => `${texts.laneNo(String(lane.lane))} ${field}`;
  return (
    <li>
      <InputNumber
        aria-label={label(texts.planLane)}
        value={lane.lane}
        min={1}
        max={9999}
        precision={0}
        prefix={texts.planLane}
        onChange={(value) => change({ lane: value ?? 1 })}
      />
      <Select
        aria-label={label(texts.planProduct)}
        value={lane.product}
        options={products}
        onChange={(product) => change({ product })}
      />
      <InputNumber
        aria-label={label(texts.planCapacity)}
        value={lane.capacity}
        min={1}
        max={200}
        precision={0}
        prefix={texts.planCapacity}
        onChange={(value) => change({ capacity: value ?? 1, par: Math.min(lane.par, value ?? 1) })}
      />
      <InputNumber
        aria-label={label(texts.planPar)}
        value={lane.par}
        min={0}
        max={lane.capacity}
        precision={0}
        prefix={texts.planPar}
        onChange={(value) => change({ par: value ?? 0 })}
      />
      <Input
        aria-label={label(texts.planLocked)}
        value={lane.locked}
        maxLength={64}
        placeholder={texts.planLocked}
        onChange={(event) => change({ locked: event.target.value })}
      />
      <Button type="text" onClick={remove}>
        {texts.planRemoveLane}
      </Button>
    </li>
  );
}

interface LanesEditorProps {
  lanes: readonly DraftLane[];
  setLanes: (lanes: readonly DraftLane[]) => void;
}

/** Edits the planogram: which product stands in which lane, and how many. */
export function LanesEditor({ lanes, setLanes }: LanesEditorProps) {
  const { machine: texts } = useTexts();
  const { info } = useFleet();
  return (
    <>
      <ul className="draft">
        {lanes.map((lane) => (
          <LaneRow
            key={lane.key}
            lane={lane}
            change={(part) => setLanes(withChange(lanes, lane.key, part))}
            remove={() => setLanes(without(lanes, lane.key))}
          />
        ))}
      </ul>
      <Button
        icon={<Icon name="plus" size={18} />}
        onClick={() => setLanes([...lanes, newLane(lanes, info.products[0]?.code ?? '')])}
      >
        {texts.planAddLane}
      </Button>
    </>
  );
}
