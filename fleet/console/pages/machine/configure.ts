import { useQueryClient } from '@tanstack/react-query';
import type { ConfigView } from '../../../../shared/contracts/fleet-http.ts';
import type { KioskLimits } from '../../../../shared/contracts/plan.ts';
import { api } from '../../api/client.ts';
import { configKey } from '../../api/machine-queries.ts';
import { useTexts } from '../../texts/texts.tsx';
import { useAction } from '../../ui/use-action.tsx';

/** A configuration as a person entered it. */
interface Entered {
  /** The requested version that they saw; null for none. A newer request makes this one refused. */
  readonly basedOn: number | null;
  readonly lanes: readonly {
    lane: number;
    product: string;
    capacity: number;
    par: number;
    locked?: string | null | undefined;
  }[];
  readonly recalls: readonly { product: string; lot: string | null }[];
  readonly limits: KioskLimits;
}

/**
 * Asks a machine for another configuration. The answer updates the cache at once, so that the
 * user's next change is based on it.
 */
export function useConfigure(machine: string, done: () => void) {
  const client = useQueryClient();
  const { machine: texts } = useTexts();
  return useAction({
    run: (entered: Entered) => api.put<ConfigView>(`/machines/${encodeURIComponent(machine)}/config`, entered),
    stale: ['machine'],
    message: texts.planWaits,
    done: (view) => {
      client.setQueryData(configKey(machine), view);
      done();
    },
  });
}
