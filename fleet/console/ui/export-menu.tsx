import { useLanguage, useTexts } from '../texts/texts.tsx';
import { Popup } from './popup.tsx';

interface Props {
  /** The address of the file, in the language of the page. */
  address: (kind: 'xlsx' | 'csv') => string;
}

/** Exports the same figures as a file. The browser downloads it and shows the progress. */
export function ExportMenu({ address }: Props) {
  const { machines } = useTexts();
  const { language } = useLanguage();
  const link = (kind: 'xlsx' | 'csv', label: string, close: () => void) => (
    <a href={withLanguage(address(kind), language)} download data-export={kind} onClick={close}>
      {label}
    </a>
  );
  return (
    <Popup label={machines.export} icon="download">
      {(close) => (
        <>
          {link('xlsx', machines.exportXlsx, close)}
          {link('csv', machines.exportCsv, close)}
        </>
      )}
    </Popup>
  );
}

const withLanguage = (address: string, language: string): string =>
  `${address}${address.includes('?') ? '&' : '?'}lang=${language}`;
