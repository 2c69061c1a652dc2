import { Button, Input, InputNumber, Select } from 'antd';
import { useFleet } from '../../app/fleet.tsx';
import { useTexts } from '../../texts/texts.tsx';
import { Icon } from '../../ui/icon.tsx';
import { withChange, without } from './draft-rows.ts';
import { type DraftLane, type LaneWrongs, laneWrongs, newLane } from './plan-draft.ts';

/** The products of the fleet as options of a list. */
export function useProductOptions(): { value: string; label: string }[] {
  const { info, product } = useFleet();
  return info.products.map(({ code }) => ({ value: code, label: product(code) }));
}

/** A number of the draft as its field shows it. Null if none was entered. */
const shown = (value: number): number | null => (Number.isNaN(value) ? null : value);

interface LaneRowProps {
  lane: DraftLane;
  wrongs: LaneWrongs;
  change: (part: Partial<DraftLane>) => void;
  remove: () => void;
}

function LaneRow({ lane, wrongs, change, remove }: LaneRowProps) {
  const { machine: texts } = useTexts();
  const products = useProductOptions();
  const status = (field: keyof LaneWrongs) => (wrongs[field] ? 'error' : '');
  const label = (field: string) => `${texts.laneNo(String(lane.lane))} ${field}`;
  return (
    <li>
      <InputNumber
        aria-label={label(texts.planLane)}
        value={shown(lane.lane)}
        status={status('lane')}
        prefix={texts.planLane}
        onChange={(value) => change({ lane: value ?? Number.NaN })}
      />
      <Select
        aria-label={label(texts.planProduct)}
        placeholder={texts.laneWrong.noProduct}
        value={lane.product || null}
        options={products}
        status={status('product')}
        onChange={(product) => change({ product })}
      />
      <InputNumber
        aria-label={label(texts.planCapacity)}
        value={shown(lane.capacity)}
        status={status('capacity')}
        prefix={texts.planCapacity}
        onChange={(value) => change({ capacity: value ?? Number.NaN })}
      />
      <InputNumber
        aria-label={label(texts.planPar)}
        value={shown(lane.par)}
        status={status('par')}
        prefix={texts.planPar}
        onChange={(value) => change({ par: value ?? Number.NaN })}
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
      {[...new Set(Object.values(wrongs))].map((wrong) => (
        <p key={wrong} className="field-wrong" role="alert">
          {texts.laneWrong[wrong]}
        </p>
      ))}
    </li>
  );
}

interface LanesEditorProps {
  lanes: readonly DraftLane[];
  setLanes: (lanes: readonly DraftLane[]) => void;
}

/** Edits the planogram: which product is in which lane, and how many. */
export function LanesEditor({ lanes, setLanes }: LanesEditorProps) {
  const { machine: texts } = useTexts();
  return (
    <>
      <p className="soft">{texts.laneWrong.outside}</p>
      <ul className="draft">
        {lanes.map((lane) => (
          <LaneRow
            key={lane.key}
            lane={lane}
            wrongs={laneWrongs(lane, lanes)}
            change={(part) => setLanes(withChange(lanes, lane.key, part))}
            remove={() => setLanes(without(lanes, lane.key))}
          />
        ))}
      </ul>
      <Button icon={<Icon name="plus" size={18} />} onClick={() => setLanes([...lanes, newLane(lanes)])}>
        {texts.planAddLane}
      </Button>
    </>
  );
}
