import { Button, Input, InputNumber, Select } from 'antd';
import { useState } from 'react';
import type { ConfigView } from '../../../../shared/contracts/fleet-http.ts';
import type { KioskLimits } from '../../../../shared/contracts/plan.ts';
import { useFleet } from '../../app/fleet.tsx';
import { Icon } from '../../app/icon.tsx';
import { dressed } from '../../app/with-antd.tsx';
import { useTexts } from '../../texts/texts.tsx';
import { useConfigure } from './configure.ts';
import type { PartGiven } from './part-given.ts';
import { limitKeys, limitShown, limitStored } from './plan-table.tsx';

interface DraftLane {
  key: number;
  lane: number;
  product: string;
  capacity: number;
  par: number;
  locked: string;
}
interface DraftRecall {
  key: number;
  product: string;
  lot: string;
}

let lastKey = 0;
const nextKey = (): number => {
  lastKey += 1;
  return lastKey;
};

interface Given extends PartGiven {
  view: ConfigView;
  close: () => void;
}

/** Edits the whole desired configuration; it is sent based on the version that the editing began with, so that nobody overwrites a colleague unawares. */
function PlanEditor({ machine, view, close }: Given) {
  const [seen] = useState(view);
  const { machine: texts } = useTexts();
  const { info, product } = useFleet();
  const start = seen.asked ?? seen.inForce;
  const [lanes, setLanes] = useState<readonly DraftLane[]>(() =>
    (
      start?.lanes ??
      machine.lanes.map(({ lane, product: code, capacity, par }) => ({
        lane,
        product: code,
        capacity,
        par,
        locked: null,
      }))
    ).map((lane) => ({
      key: nextKey(),
      lane: lane.lane,
      product: lane.product,
      capacity: lane.capacity,
      par: lane.par,
      locked: lane.locked ?? '',
    })),
  );
  const [recalls, setRecalls] = useState<readonly DraftRecall[]>(() =>
    (start?.recalls ?? []).map((recall) => ({ key: nextKey(), product: recall.product, lot: recall.lot ?? '' })),
  );
  const [limits, setLimits] = useState<KioskLimits>(start?.limits ?? {});
  const products = info.products.map(({ code }) => ({ value: code, label: product(code) }));
  const configure = useConfigure(machine.machine, close);
  const [lotMissing, setLotMissing] = useState(false);
  const send = () => {
    const missing = recalls.some(({ lot }) => lot.trim() === '');
    setLotMissing(missing);
    if (missing) return;
    configure.mutate({
      seen,
      lanes: lanes.map(({ lane, product: code, capacity, par, locked }) => ({
        lane,
        product: code,
        capacity,
        par,
        locked: locked.trim() || null,
      })),
      recalls: recalls.map(({ product: code, lot }) => ({ product: code, lot: lot.trim() })),
      limits,
    });
  };
  const change = (key: number, part: Partial<DraftLane>) =>
    setLanes(lanes.map((lane) => (lane.key === key ? { ...lane, ...part } : lane)));
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <ul className="draft">
        {lanes.map((lane) => {
          const of = (name: string) => `${texts.laneNo(String(lane.lane))} ${name}`;
          return (
            <li key={lane.key}>
              <InputNumber
                aria-label={of(texts.planLane)}
                value={lane.lane}
                min={1}
                max={9999}
                precision={0}
                prefix={texts.planLane}
                onChange={(value) => change(lane.key, { lane: value ?? 1 })}
              />
              <Select
                aria-label={of(texts.planProduct)}
                value={lane.product}
                options={products}
                onChange={(value) => change(lane.key, { product: value })}
              />
              <InputNumber
                aria-label={of(texts.planCapacity)}
                value={lane.capacity}
                min={1}
                max={200}
                precision={0}
                prefix={texts.planCapacity}
                onChange={(value) => change(lane.key, { capacity: value ?? 1, par: Math.min(lane.par, value ?? 1) })}
              />
              <InputNumber
                aria-label={of(texts.planPar)}
                value={lane.par}
                min={0}
                max={lane.capacity}
                precision={0}
                prefix={texts.planPar}
                onChange={(value) => change(lane.key, { par: value ?? 0 })}
              />
              <Input
                aria-label={of(texts.planLocked)}
                value={lane.locked}
                maxLength={64}
                placeholder={texts.planLocked}
                onChange={(event) => change(lane.key, { locked: event.target.value })}
              />
              <Button type="text" onClick={() => setLanes(lanes.filter((each) => each.key !== lane.key))}>
                {texts.planRemoveLane}
              </Button>
            </li>
          );
        })}
      </ul>
      <Button
        icon={<Icon name="plus" size={18} />}
        onClick={() =>
          setLanes([
            ...lanes,
            {
              key: nextKey(),
              lane: Math.max(0, ...lanes.map((lane) => lane.lane)) + 1,
              product: info.products[0]?.code ?? '',
              capacity: 10,
              par: 10,
              locked: '',
            },
          ])
        }
      >
        {texts.planAddLane}
      </Button>
      <h2 className="space-above">{texts.limits}</h2>
      <div className="draft-limits">
        {limitKeys.map((key) => {
          const value = limits[key];
          return (
            // biome-ignore lint/a11y/noLabelWithoutControl: the control stands inside
            <label key={key}>
              <span>{texts.limit[key]}</span>
              <InputNumber
                value={value === undefined ? null : limitShown(key, value)}
                placeholder={texts.limitDefault}
                onChange={(shown) => {
                  const { [key]: _, ...others } = limits;
                  setLimits(shown === null ? others : { ...others, [key]: limitStored(key, shown) });
                }}
              />
            </label>
          );
        })}
        {/* biome-ignore lint/a11y/noLabelWithoutControl: the control stands inside */}
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
      <h2 className="space-above">{texts.recalls}</h2>
      <ul className="draft">
        {recalls.map((recall) => (
          <li key={recall.key} className="draft-recall">
            <Select
              aria-label={texts.planProduct}
              value={recall.product}
              options={products}
              onChange={(value) =>
                setRecalls(recalls.map((each) => (each.key === recall.key ? { ...each, product: value } : each)))
              }
            />
            <Input
              aria-label={texts.recallLot}
              placeholder={texts.recallLot}
              value={recall.lot}
              status={lotMissing && recall.lot.trim() === '' ? 'error' : ''}
              maxLength={32}
              onChange={(event) =>
                setRecalls(
                  recalls.map((each) => (each.key === recall.key ? { ...each, lot: event.target.value } : each)),
                )
              }
            />
            <Button type="text" onClick={() => setRecalls(recalls.filter((each) => each.key !== recall.key))}>
              {texts.planRemoveLane}
            </Button>
          </li>
        ))}
      </ul>
      <Button
        icon={<Icon name="plus" size={18} />}
        onClick={() => setRecalls([...recalls, { key: nextKey(), product: info.products[0]?.code ?? '', lot: '' }])}
      >
        {texts.recallAdd}
      </Button>
      {lotMissing && (
        <p className="field-wrong" role="alert">
          {texts.recallLotNeeded}
        </p>
      )}
      <footer className="row-acts space-above">
        <Button type="primary" htmlType="submit" loading={configure.isPending}>
          {texts.planSend}
        </Button>
        <Button onClick={close}>{texts.cancel}</Button>
      </footer>
    </form>
  );
}

export default dressed(PlanEditor);
