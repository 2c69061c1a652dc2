import { Button, Input, Select } from 'antd';
import { useTexts } from '../../texts/texts.tsx';
import { RadioGroup } from '../../ui/controls.tsx';
import { Icon } from '../../ui/icon.tsx';
import { type DraftRecall, newRecall, recallMissing } from './draft-recalls.ts';
import { withChange, without } from './draft-rows.ts';
import { useProductOptions } from './lanes-editor.tsx';

interface RowProps {
  recall: DraftRecall;
  /** Whether to say what is missing: only once somebody tried to send it. */
  tried: boolean;
  change: (part: Partial<DraftRecall>) => void;
  remove: () => void;
}

function RecallRow({ recall, tried, change, remove }: RowProps) {
  const { machine: texts, recalls } = useTexts();
  const products = useProductOptions();
  const missing = tried ? recallMissing(recall) : [];
  return (
    <li className="draft-recall">
      <Select
        aria-label={texts.planProduct}
        placeholder={texts.recallMissing.product}
        value={recall.product || null}
        options={products}
        status={missing.includes('product') ? 'error' : ''}
        onChange={(product) => change({ product })}
      />
      <RadioGroup
        name={texts.recallLot}
        value={recall.of}
        options={(['named', 'all'] as const).map((value) => ({ value, label: recalls.lotsOf[value] }))}
        choose={(of) => change({ of })}
      />
      {recall.of === 'named' ? (
        <Input
          aria-label={texts.recallLot}
          placeholder={texts.recallLot}
          value={recall.lot}
          maxLength={32}
          status={missing.includes('lot') ? 'error' : ''}
          onChange={(event) => change({ lot: event.target.value })}
        />
      ) : (
        <p className="soft">{recalls.allLead}</p>
      )}
      <Button type="text" onClick={remove}>
        {texts.planRemoveLane}
      </Button>
      {missing.map((field) => (
        <p key={field} className="field-wrong" role="alert">
          {texts.recallMissing[field]}
        </p>
      ))}
    </li>
  );
}

interface RecallsEditorProps {
  recalls: readonly DraftRecall[];
  tried: boolean;
  setRecalls: (recalls: readonly DraftRecall[]) => void;
}

/** Edits which lots of a product are recalled. */
export function RecallsEditor({ recalls, tried, setRecalls }: RecallsEditorProps) {
  const { machine: texts } = useTexts();
  return (
    <>
      <h2 className="space-above">{texts.recalls}</h2>
      <ul className="draft">
        {recalls.map((recall) => (
          <RecallRow
            key={recall.key}
            recall={recall}
            tried={tried}
            change={(part) => setRecalls(withChange(recalls, recall.key, part))}
            remove={() => setRecalls(without(recalls, recall.key))}
          />
        ))}
      </ul>
      <Button icon={<Icon name="plus" size={18} />} onClick={() => setRecalls([...recalls, newRecall()])}>
        {texts.recallAdd}
      </Button>
    </>
  );
}
