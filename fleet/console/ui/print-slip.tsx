import './print-slip.css';
import type { ReactNode } from 'react';
import { createPortal } from 'react-dom';
import { useTexts } from '../texts/texts.tsx';
import { Button } from './controls.tsx';

const mark = 'prints-slip';

function printAlone(): void {
  document.body.classList.add(mark);
  window.print();
  document.body.classList.remove(mark);
}

/** A button that prints its children alone on a sheet. They are not on the screen. */
export function PrintSlip({ children }: { children: ReactNode }) {
  const { machine } = useTexts();
  return (
    <>
      <Button icon="print" onClick={printAlone}>
        {machine.print}
      </Button>
      {createPortal(<div className="print-slip">{children}</div>, document.body)}
    </>
  );
}
