import { useQuery } from '@tanstack/react-query';
import { App, ConfigProvider } from 'antd';
import { infoQuery } from '../api/queries.ts';
import { ExplainRoom } from '../parts/explain.tsx';
import { Speaking, useLanguage } from '../texts/texts.tsx';
import { Gate } from './gate.tsx';
import { theme } from './theme.ts';

/** The time zone until the fleet has told its own. */
const usualTimeZone = 'Asia/Shanghai';

function Dressed() {
  const { antd } = useLanguage();
  return (
    <ConfigProvider locale={antd} theme={theme} button={{ autoInsertSpace: false }}>
      <App component={false} message={{ top: 64, maxCount: 2 }}>
        <ExplainRoom>
          <Gate />
        </ExplainRoom>
      </App>
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
