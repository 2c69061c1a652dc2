import { Button, Dropdown } from 'antd';
import { Icon } from '../app/icon.tsx';
import { useLanguage, useTexts } from '../texts/texts.tsx';

interface Given {
  /** Where the file is fetched, in the language of the page. */
  address: (kind: 'xlsx' | 'csv') => string;
}

/** The same figures as a file: the browser fetches it itself and shows how far it is. */
export function ExportMenu({ address }: Given) {
  const { machines } = useTexts();
  const { language } = useLanguage();
  const link = (kind: 'xlsx' | 'csv', label: string) => ({
    key: kind,
    label: (
      <a href={withLanguage(address(kind), language)} download data-export={kind}>
        {label}
      </a>
    ),
  });
  return (
    <Dropdown
      trigger={['click']}
      menu={{ items: [link('xlsx', machines.exportXlsx), link('csv', machines.exportCsv)] }}
    >
      <Button icon={<Icon name="download" size={18} />} aria-haspopup="menu">
        {machines.export}
      </Button>
    </Dropdown>
  );
}

const withLanguage = (address: string, language: string): string =>
  `${address}${address.includes('?') ? '&' : '?'}lang=${language}`;
