import { useLanguage, useTexts } from '../texts/texts.tsx';
import { Popup } from './popup.tsx';

interface Props {
  /** Where the file is fetched, in the language of the page. */
  address: (kind: 'xlsx' | 'csv') => string;
}

/** The same figures as a file: the browser fetches it itself and shows how far it is. */
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
