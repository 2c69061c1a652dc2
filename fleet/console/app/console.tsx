import { useQuery } from '@tanstack/react-query';
import { infoQuery } from '../api/queries.ts';
import { Speaking } from '../texts/texts.tsx';
import { ExplainRoom } from '../ui/explain.tsx';
import { ToastRoom } from '../ui/toast.tsx';
import { Gate } from './gate.tsx';

/** The time zone until the fleet has told its own. */
const usualTimeZone = 'Asia/Shanghai';

/** All of the console, in the fleet's time zone and the reader's language. */
export function Console() {
  const info = useQuery(infoQuery);
  return (
    <Speaking timeZone={info.data?.timeZone ?? usualTimeZone}>
      <ExplainRoom>
        <Gate />
      </ExplainRoom>
      <ToastRoom />
    </Speaking>
  );
}
