import { ConfigProvider } from 'antd';
import en from 'antd/locale/en_GB';
import zh from 'antd/locale/zh_CN';
import type { ComponentType, ReactNode } from 'react';
import { useLanguage } from '../texts/texts.tsx';
import { useNarrow } from './narrow.ts';
import { theme, touchTheme } from './theme.ts';

function AntdProvider({ children }: { children: ReactNode }) {
  const { language } = useLanguage();
  const narrow = useNarrow();
  return (
    <ConfigProvider
      locale={language === 'zh' ? zh : en}
      theme={narrow ? touchTheme : theme}
      button={{ autoInsertSpace: false }}
    >
      {children}
    </ConfigProvider>
  );
}

/**
 * Wraps what Ant Design draws in the console's colours and the reader's language. Such parts have
 * files of their own that are fetched when opened, so that no page needs the library at first.
 */
export const withAntd =
  <Props extends object>(Part: ComponentType<Props>) =>
  (given: Props) => (
    <AntdProvider>
      <Part {...given} />
    </AntdProvider>
  );
