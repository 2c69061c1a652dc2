import './recalls.css';
import { Suspense, useState } from 'react';
import type { RecallView } from '../../../../shared/contracts/fleet-http.ts';
import { lazyFile } from '../../api/console-file.ts';
import { useRecalls } from '../../api/recall-queries.ts';
import { useAreaCode } from '../../app/address.ts';
import { useFleet } from '../../app/fleet.tsx';
import { useKeptDialog } from '../../app/kept-dialog.ts';
import { useFormat, useTexts } from '../../texts/texts.tsx';
import { Button } from '../../ui/controls.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { Answer, Empty } from '../../ui/states.tsx';
import { RecallMachineList } from './recall-machines.tsx';

const RecallDialog = lazyFile(() => import('./recall-dialog.tsx'));
const EndDialog = lazyFile(() => import('./end-dialog.tsx'));

/** What a recall comes to at its machines. */
function Figures({ recall }: { recall: RecallView }) {
  const { recalls: texts } = useTexts();
  const format = useFormat();
  const { machines, boxes } = recall;
  return (
    <p className="recall-figures">
      {recall.ended === null && (
        <span className={machines.waiting === 0 ? 'chip good' : 'chip'}>
          {texts.inForce(format.count(machines.inForce), format.count(machines.total))}
        </span>
      )}{' '}
      {machines.waiting > 0 && <span className="chip warn">{texts.waiting(format.count(machines.waiting))}</span>}{' '}
      <span className={boxes.known > 0 ? 'chip bad' : 'chip'}>
        {boxes.known > 0 ? texts.boxes(format.count(boxes.known)) : texts.noBoxes}
      </span>{' '}
      {boxes.unknown > 0 && <span className="chip warn">{texts.unknownBoxes(format.count(boxes.unknown))}</span>}
    </p>
  );
}

function Entered({ recall }: { recall: RecallView }) {
  const { recalls: texts, words } = useTexts();
  const format = useFormat();
  const { areaPath, info } = useFleet();
  const maker = info.products.find(({ code }) => code === recall.product)?.maker;
  return (
    <>
      <p>
        {recall.lots === null ? texts.lotsOf.all : words.labelled(texts.lots, recall.lots.join(' · '))}
        {maker && ` · ${words.labelled(texts.maker, maker)}`}
      </p>
      <p>
        {words.labelled(texts.reason, recall.reason)}
        {recall.reference && ` · ${words.labelled(texts.reference, recall.reference)}`}
      </p>
      <p className="soft">
        {areaPath(recall.region)} · {texts.enteredBy(recall.by, format.moment(recall.at))}
      </p>
      {recall.ended && (
        <p className="soft">
          {texts.endedBy(recall.ended.by, format.moment(recall.ended.at))} · {recall.ended.note}
        </p>
      )}
    </>
  );
}

function Recall({ recall, end }: { recall: RecallView; end: () => void }) {
  const { recalls: texts } = useTexts();
  const { product, mayStock, area } = useFleet();
  const [open, setOpen] = useState(false);
  const mayEnd = mayStock && recall.ended === null && area(recall.region) !== undefined;
  return (
    <li className="sheet">
      <header className="sheet-head">
        <div>
          <h2>
            {product(recall.product)}{' '}
            <span className={recall.ended ? 'chip' : 'chip bad'}>{recall.ended ? texts.ended : texts.open}</span>
          </h2>
          <Entered recall={recall} />
          <Figures recall={recall} />
        </div>
        <div className="row-acts">
          <Button aria-expanded={open} onClick={() => setOpen(!open)}>
            {open ? texts.hide : texts.details}
          </Button>
          {mayEnd && <Button onClick={end}>{texts.end}</Button>}
        </div>
      </header>
      {open && <RecallMachineList recall={recall} />}
    </li>
  );
}

/** Recalls of the area: what was entered, and where each of them is in force. */
export default function RecallsPage() {
  const { recalls: texts } = useTexts();
  const { mayStock } = useFleet();
  const region = useAreaCode();
  const list = useRecalls(region);
  const adding = useKeptDialog('recall');
  const ending = useKeptDialog('end of a recall');
  return (
    <>
      <PageHead title={texts.title} lead={texts.lead}>
        {mayStock && (
          <Button tone="primary" icon="plus" onClick={() => adding.open(region)}>
            {texts.add}
          </Button>
        )}
      </PageHead>
      <Answer of={list} lines={8}>
        {({ recalls }) =>
          recalls.length === 0 ? (
            <Empty title={texts.none} lead={texts.noneLead} />
          ) : (
            <ul className="recalls">
              {recalls.map((recall) => (
                <Recall key={recall.id} recall={recall} end={() => ending.open(recall.id)} />
              ))}
            </ul>
          )
        }
      </Answer>
      <Suspense>
        {adding.about !== null && <RecallDialog dialog={adding} />}
        {ending.about !== null && <EndDialog id={ending.about} dialog={ending} />}
      </Suspense>
    </>
  );
}
