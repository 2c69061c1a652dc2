import { Button } from 'antd';
import { useTexts } from '../../texts/texts.tsx';
import { withAntd } from '../../ui/with-antd.tsx';
import { useConfigure } from './configure.ts';
import { LanesEditor } from './lanes-editor.tsx';
import { areLimitsSound } from './limits.ts';
import { LimitsEditor } from './limits-editor.tsx';
import type { PartProps } from './part-props.ts';
import { isSound, type PlanDraft } from './plan-draft.ts';
import { RecallsEditor } from './recalls-editor.tsx';

interface Props extends PartProps {
  draft: PlanDraft;
  change: (draft: PlanDraft) => void;
  close: () => void;
}

/**
 * Edits the whole desired configuration. The request names the version that editing started from,
 * so that it never overwrites the change of a colleague.
 */
function PlanEditor({ machine, draft, change, close }: Props) {
  const { machine: texts } = useTexts();
  const { basedOn, lanes, recalls, limits } = draft;
  const configure = useConfigure(machine.machine, close);
  const send = () => {
    if (!isSound(lanes) || !areLimitsSound(limits)) return;
    configure.mutate({
      basedOn,
      lanes: lanes.map(({ key: _, locked, ...lane }) => ({ ...lane, locked: locked.trim() || null })),
      recalls: recalls.map(({ product, lot }) => ({ product, lot: lot.trim() || null })),
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
      <LanesEditor lanes={lanes} setLanes={(next) => change({ ...draft, lanes: next })} />
      <LimitsEditor limits={limits} setLimits={(next) => change({ ...draft, limits: next })} />
      <RecallsEditor recalls={recalls} setRecalls={(next) => change({ ...draft, recalls: next })} />
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
