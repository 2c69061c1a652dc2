import { useQuery } from '@tanstack/react-query';
import { ConfigProvider } from 'antd';
import { infoQuery } from '../api/queries.ts';
import { ExplainRoom } from '../parts/explain.tsx';
import { ToastRoom } from '../parts/toast.tsx';
import { Speaking, useLanguage } from '../texts/texts.tsx';
import { Gate } from './gate.tsx';
import { theme } from './theme.ts';

/** The time zone until the fleet has told its own. */
const usualTimeZone = 'Asia/Shanghai';

function Dressed() {
  const { antd } = useLanguage();
  return (
    <ConfigProvider locale={antd} theme={theme} button={{ autoInsertSpace: false }}>
      <ExplainRoom>
        <Gate />
      </ExplainRoom>
      <ToastRoom />
    </ConfigProvider>
  );
}

/** All of the console, in the fleet's time zone and the reader's language. */
export function Console() {
  const info = useQuery(infoQuery);
  return (
    <Speaking timeZone={info.data?.timeZone ?? usualTimeZone}>
      <Dressed />
    </Speaking>
  );
}
