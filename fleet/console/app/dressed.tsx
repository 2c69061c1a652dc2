import { ConfigProvider } from 'antd';
import en from 'antd/locale/en_GB';
import zh from 'antd/locale/zh_CN';
import type { ReactNode } from 'react';
import { Outlet } from 'react-router';
import { useLanguage } from '../texts/texts.tsx';
import { theme } from './theme.ts';

/** Around everything that Ant Design draws. Fetched with the first such thing, so that the page of the day stands without it. */
export default function Dressed({ children }: { children: ReactNode }) {
  const { language } = useLanguage();
  return (
    <ConfigProvider locale={language === 'zh' ? zh : en} theme={theme} button={{ autoInsertSpace: false }}>
      {children}
    </ConfigProvider>
  );
}

/** The same around pages. */
export const DressedPages = () => (
  <Dressed>
    <Outlet />
  </Dressed>
);
