import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type * as api from '../../../../shared/contracts/fleet-http.ts';
import { MachineId } from '../../../../shared/contracts/ids.ts';
import { sees } from '../../../auth/permissions.ts';
import type { Who } from '../../../registry/records.ts';
import type { FleetStore } from '../../../ports.ts';
import { Refused } from '../../../service/refused.ts';
import type { FleetService } from '../../../service/fleet-service.ts';
import type { Doorkeeper } from '../../../auth/users.ts';
import { type Recognise, routing } from '../route.ts';
import type { Lang, TimeText } from '../sheets.ts';
import type { StreamHub } from '../stream.ts';

/** What the routes stand on. */
export interface RoutesGround {
  readonly service: FleetService;
  readonly store: FleetStore;
  readonly door: Doorkeeper;
  readonly hub: StreamHub;
  readonly recognise: Recognise;
  readonly productName: (lang: Lang) => (code: string) => string;
  readonly timeText: TimeText;
  readonly info: () => api.Info;
}

export const machineParams = z.object({ machine: MachineId });

/** What every group of routes is made with. */
export interface Desk extends RoutesGround {
  readonly route: ReturnType<typeof routing>;
  /** A machine that the asker may see; outside of their area there is none. */
  readonly own: (who: Who, machine: string) => string;
  /** Refuses what would go into a region outside of the asker's area. */
  readonly intoArea: (who: Who, region: string) => void;
}

/** What the routes of one subject share: the app, access checks and the services. */
export const deskOf = (app: FastifyInstance, ground: RoutesGround): Desk => ({
  ...ground,
  route: routing(app, ground.recognise),
  own: (who, machine) => {
    const record = ground.service.record(machine);
    if (!record || !sees(who, record.region)) throw new Refused('not-found', `there is no machine ${machine}`);
    return record.machine;
  },
  intoArea: (who, region) => {
    if (!sees(who, region)) throw new Refused('forbidden', `${region} is outside of your area`);
  },
});
