import { afterAll, beforeAll, describe } from 'vitest';
import { colleaguesKeepTheirChanges } from './colleagues.ts';
import { contactsAreEntered } from './contacts.ts';
import { exportsAgree } from './exports.ts';
import { type ConsoleFixture, openFixture } from './fixture.ts';
import { daysAreLookedUp } from './ledger-day.ts';
import { machinesAreFound, machinesAreRegistered, planogramsAreChanged } from './machine-tasks.ts';
import { newsArrive, streamDisturbsNobody } from './news.ts';
import { recordsAreRead } from './records.ts';
import { reportsAreRead, sheetsAreMade } from './sheet-tasks.ts';
import { languageIsKept, stopsAreAsked, tasksAreDone, workIsHandedOn } from './tasks.ts';
import { firstLoadIsSmall, viewsStand } from './views.ts';
import { chartsAreDrawn, waysLeadOn } from './ways.ts';

describe('the console on a province of 2,400 machines', () => {
  let fixture: ConsoleFixture;
  beforeAll(async () => {
    fixture = await openFixture({ machines: 2400, withYear: 40 });
  }, 60_000);
  afterAll(() => fixture.close());

  firstLoadIsSmall(() => fixture);
  viewsStand(() => fixture);
  waysLeadOn(() => fixture);
  chartsAreDrawn(() => fixture);
  tasksAreDone(() => fixture);
  workIsHandedOn(() => fixture);
  stopsAreAsked(() => fixture);
  daysAreLookedUp(() => fixture);
  machinesAreFound(() => fixture);
  machinesAreRegistered(() => fixture);
  planogramsAreChanged(() => fixture);
  sheetsAreMade(() => fixture);
  reportsAreRead(() => fixture);
  recordsAreRead(() => fixture);
  contactsAreEntered(() => fixture);
  languageIsKept(() => fixture);
  colleaguesKeepTheirChanges(() => fixture);
  newsArrive(() => fixture);
  streamDisturbsNobody(() => fixture);
  exportsAgree(() => fixture);
});
