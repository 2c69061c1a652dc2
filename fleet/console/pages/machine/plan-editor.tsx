import { Button } from 'antd';
import { useState } from 'react';
import type { ConfigView } from '../../../../shared/contracts/fleet-http.ts';
import type { KioskLimits } from '../../../../shared/contracts/plan.ts';
import { useTexts } from '../../texts/texts.tsx';
import { withAntd } from '../../ui/with-antd.tsx';
import { useConfigure } from './configure.ts';
import { LanesEditor } from './lanes-editor.tsx';
import { areLimitsSound } from './limits.ts';
import { LimitsEditor } from './limits-editor.tsx';
import type { PartProps } from './part-props.ts';
import { draftLanes, draftRecalls, isSound, startOf } from './plan-draft.ts';
import { RecallsEditor } from './recalls-editor.tsx';

interface Props extends PartProps {
  view: ConfigView;
  close: () => void;
}

/**
 * Edits the whole desired configuration. It is sent with the version that editing started from, so
 * that nobody unknowingly overwrites a colleague's change.
 */
function PlanEditor({ machine, view, close }: Props) {
  const [seen] = useState(view);
  const { machine: texts } = useTexts();
  const [lanes, setLanes] = useState(() => draftLanes(view, machine));
  const [recalls, setRecalls] = useState(() => draftRecalls(view));
  const [limits, setLimits] = useState<KioskLimits>(startOf(view)?.limits ?? {});
  const [isLotMissing, setLotMissing] = useState(false);
  const configure = useConfigure(machine.machine, close);
  const send = () => {
    const missing = recalls.some(({ lot }) => lot.trim() === '');
    setLotMissing(missing);
    if (missing || !isSound(lanes) || !areLimitsSound(limits)) return;
    configure.mutate({
      seen,
      lanes: lanes.map(({ key: _, locked, ...lane }) => ({ ...lane, locked: locked.trim() || null })),
      recalls: recalls.map(({ product, lot }) => ({ product, lot: lot.trim() })),
      limits,
    });
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <LanesEditor lanes={lanes} setLanes={(next) => setLanes([...next])} />
      <LimitsEditor limits={limits} setLimits={setLimits} />
      <RecallsEditor recalls={recalls} setRecalls={(next) => setRecalls([...next])} isLotMissing={isLotMissing} />
      <footer className="row-acts space-above">
        <Button type="primary" htmlType="submit" loading={configure.isPending}>
          {texts.planSend}
        </Button>
        <Button onClick={close}>{texts.cancel}</Button>
      </footer>
    </form>
  );
}

export default withAntd(PlanEditor);
