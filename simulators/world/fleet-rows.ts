import type { LineDecision } from '../../fleet/ledger/uncounted.ts';
import type {
  CommandRecord,
  ConfigRecord,
  FlagRecord,
  HeardRecord,
  MachineRecord,
  NoticeRecord,
  ReportedRecord,
} from '../../fleet/registry/records.ts';
import type { ScreenChoiceRecord } from '../../fleet/registry/screen-choices.ts';
import type { StaffRecord } from '../../fleet/registry/staff-records.ts';
import type { AreaRecall } from '../../shared/contracts/fleet/recall.ts';

/** The rows that the store keeps in addition to the ledgers. */
export interface FleetRows {
  readonly machines: Map<string, MachineRecord>;
  readonly configs: Map<string, ConfigRecord>;
  readonly recalls: Map<string, AreaRecall>;
  readonly staff: Map<string, StaffRecord>;
  readonly screenChoices: Map<string, ScreenChoiceRecord>;
  readonly commands: Map<string, CommandRecord>;
  readonly reported: Map<string, ReportedRecord>;
  readonly heard: Map<string, HeardRecord>;
  readonly notices: Map<string, NoticeRecord>;
  readonly flags: Map<string, FlagRecord>;
  readonly decisions: LineDecision[];
}

export const noRows = (): FleetRows => ({
  machines: new Map(),
  configs: new Map(),
  recalls: new Map(),
  staff: new Map(),
  screenChoices: new Map(),
  commands: new Map(),
  reported: new Map(),
  heard: new Map(),
  notices: new Map(),
  flags: new Map(),
  decisions: [],
});

export const copiedRows = (rows: FleetRows): FleetRows => ({
  machines: new Map(rows.machines),
  configs: new Map(rows.configs),
  recalls: new Map(rows.recalls),
  staff: new Map(rows.staff),
  screenChoices: new Map(rows.screenChoices),
  commands: new Map(rows.commands),
  reported: new Map(rows.reported),
  heard: new Map(rows.heard),
  notices: new Map(rows.notices),
  flags: new Map(rows.flags),
  decisions: [...rows.decisions],
});
