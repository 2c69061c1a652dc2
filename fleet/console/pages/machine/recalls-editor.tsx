import { Button, Input, Select } from 'antd';
import { useFleet } from '../../app/fleet.tsx';
import { useTexts } from '../../texts/texts.tsx';
import { Icon } from '../../ui/icon.tsx';
import { useProductOptions } from './lanes-editor.tsx';
import { type DraftRecall, newRecall, withChange, without } from './plan-draft.ts';

interface RecallsEditorProps {
  recalls: readonly DraftRecall[];
  setRecalls: (recalls: readonly DraftRecall[]) => void;
}

/** Edits which lots of a product are recalled. */
export function RecallsEditor({ recalls, setRecalls }: RecallsEditorProps) {
  const { machine: texts } = useTexts();
  const { info } = useFleet();
  const products = useProductOptions();
  return (
    <>
      <h2 className="space-above">{texts.recalls}</h2>
      <ul className="draft">
        {recalls.map((recall) => (
          <li key={recall.key} className="draft-recall">
            <Select
              aria-label={texts.planProduct}
              value={recall.product}
              options={products}
              onChange={(product) => setRecalls(withChange(recalls, recall.key, { product }))}
            />
            <Input
              aria-label={texts.recallLot}
              placeholder={texts.recallLotEmpty}
              value={recall.lot}
              maxLength={32}
              onChange={(event) => setRecalls(withChange(recalls, recall.key, { lot: event.target.value }))}
            />
            <Button type="text" onClick={() => setRecalls(without(recalls, recall.key))}>
              {texts.planRemoveLane}
            </Button>
          </li>
        ))}
      </ul>
      <Button
        icon={<Icon name="plus" size={18} />}
        onClick={() => setRecalls([...recalls, newRecall(info.products[0]?.code ?? '')])}
      >
        {texts.recallAdd}
      </Button>
    </>
  );
}
