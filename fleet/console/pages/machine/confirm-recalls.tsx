import { Modal } from 'antd';
import type { LaneView } from '../../../../shared/contracts/fleet-http.ts';
import { useFleet } from '../../app/fleet.tsx';
import { useFormat, useTexts } from '../../texts/texts.tsx';
import { lanesStopped, type SentRecall } from './draft-recalls.ts';
import type { DraftLane } from './plan-draft.ts';

interface Props {
  added: readonly SentRecall[];
  plan: readonly DraftLane[];
  books: readonly LaneView[];
  isSending: boolean;
  send: () => void;
  close: () => void;
}

/** Says which lanes the recalls that were added will stop, before they are sent. */
export function ConfirmRecalls({ added, plan, books, isSending, send, close }: Props) {
  const { machine: texts } = useTexts();
  const { product } = useFleet();
  const format = useFormat();
  return (
    <Modal
      open
      title={texts.recallConfirmTitle}
      okText={texts.recallConfirm}
      cancelText={texts.cancel}
      confirmLoading={isSending}
      onOk={send}
      onCancel={close}
    >
      <p>{texts.recallConfirmLead}</p>
      <ul>
        {added.map((recall) => {
          const what = `${product(recall.product)} · ${recall.lot === null ? texts.recallAll : texts.recallLotIs(recall.lot)}`;
          const lanes = lanesStopped(recall, plan, books).map(String);
          return (
            <li key={`${recall.product}/${recall.lot}`}>
              {lanes.length === 0 ? texts.recallStopsNone(what) : texts.recallStops(what, format.list(lanes))}
            </li>
          );
        })}
      </ul>
    </Modal>
  );
}
