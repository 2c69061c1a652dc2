import { Button } from 'antd';
import { useState } from 'react';
import type { ConfigView } from '../../../../shared/contracts/fleet-http.ts';
import { useTexts } from '../../texts/texts.tsx';
import { withAntd } from '../../ui/with-antd.tsx';
import { useConfigure } from './configure.ts';
import { ConfirmRecalls } from './confirm-recalls.tsx';
import { addedRecalls, recallMissing, sentRecall } from './draft-recalls.ts';
import { LanesEditor } from './lanes-editor.tsx';
import { areLimitsSound } from './limits.ts';
import { LimitsEditor } from './limits-editor.tsx';
import type { PartProps } from './part-props.ts';
import { isSound, type PlanDraft, recallsBefore } from './plan-draft.ts';
import { RecallsEditor } from './recalls-editor.tsx';

interface Props extends PartProps {
  /** The configuration as it is before. */
  view: ConfigView;
  draft: PlanDraft;
  change: (draft: PlanDraft) => void;
  close: () => void;
}

/**
 * Edits the whole desired configuration. The request names the version that editing started from,
 * so that it never overwrites the change of a colleague. A recall that is added is sent only after
 * it was said which lanes it stops.
 */
function PlanEditor({ machine, view, draft, change, close }: Props) {
  const { machine: texts } = useTexts();
  const { basedOn, lanes, limits } = draft;
  const configure = useConfigure(machine.machine, close);
  const [tried, setTried] = useState(false);
  const [isAsking, setAsking] = useState(false);
  const recalls = draft.recalls.map(sentRecall);
  const added = addedRecalls(recalls, recallsBefore(view));
  const send = () =>
    configure.mutate({
      basedOn,
      lanes: lanes.map(({ key: _, locked, ...lane }) => ({ ...lane, locked: locked.trim() || null })),
      recalls,
      limits,
    });
  const submit = () => {
    setTried(true);
    if (!isSound(lanes) || !areLimitsSound(limits)) return;
    if (draft.recalls.some((recall) => recallMissing(recall).length > 0)) return;
    if (added.length > 0) setAsking(true);
    else send();
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <LanesEditor lanes={lanes} setLanes={(next) => change({ ...draft, lanes: next })} />
      <LimitsEditor limits={limits} setLimits={(next) => change({ ...draft, limits: next })} />
      <RecallsEditor recalls={draft.recalls} tried={tried} setRecalls={(next) => change({ ...draft, recalls: next })} />
      <footer className="row-acts space-above">
        <Button type="primary" htmlType="submit" loading={configure.isPending}>
          {texts.planSend}
        </Button>
        <Button onClick={close}>{texts.cancel}</Button>
      </footer>
      {isAsking && (
        <ConfirmRecalls
          added={added}
          plan={lanes}
          books={machine.lanes}
          isSending={configure.isPending}
          send={send}
          close={() => setAsking(false)}
        />
      )}
    </form>
  );
}

export default withAntd(PlanEditor);
