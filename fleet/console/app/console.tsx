import { useQuery } from '@tanstack/react-query';
import { infoQuery } from '../api/queries.ts';
import { TextsProvider } from '../texts/texts.tsx';
import { ExplainProvider } from '../ui/explain.tsx';
import { Toaster } from '../ui/toast.tsx';
import { Gate } from './gate.tsx';

/** The time zone until the fleet has sent its own. */
const usualTimeZone = 'Asia/Shanghai';

/** The whole console, in the fleet's time zone and the reader's language. */
export function Console() {
  const info = useQuery(infoQuery);
  return (
    <TextsProvider timeZone={info.data?.timeZone ?? usualTimeZone} today={info.data?.day ?? null}>
      <ExplainProvider>
        <Gate />
      </ExplainProvider>
      <Toaster />
    </TextsProvider>
  );
}
