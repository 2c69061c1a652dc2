import { afterAll, beforeAll, describe } from 'vitest';
import { colleaguesKeepTheirChanges } from './colleagues.ts';
import { exportsAgree } from './exports.ts';
import { type Ground, openGround } from './ground.ts';
import { machinesAreFound, machinesAreRegistered, planogramsAreChanged } from './machine-tasks.ts';
import { newsArrive, streamDisturbsNobody } from './news.ts';
import { reportsAreRead, sheetsAreMade } from './sheet-tasks.ts';
import { languageIsKept, stopsAreAsked, tasksAreDone } from './tasks.ts';
import { firstLoadIsSmall, viewsStand } from './views.ts';
import { chartsAreDrawn, waysLeadOn } from './ways.ts';

describe('the console on a province of 2,400 machines', () => {
  let ground: Ground;
  beforeAll(async () => {
    ground = await openGround({ machines: 2400, withYear: 40 });
  }, 60_000);
  afterAll(() => ground.close());

  firstLoadIsSmall(() => ground);
  viewsStand(() => ground);
  waysLeadOn(() => ground);
  chartsAreDrawn(() => ground);
  tasksAreDone(() => ground);
  stopsAreAsked(() => ground);
  machinesAreFound(() => ground);
  machinesAreRegistered(() => ground);
  planogramsAreChanged(() => ground);
  sheetsAreMade(() => ground);
  reportsAreRead(() => ground);
  languageIsKept(() => ground);
  colleaguesKeepTheirChanges(() => ground);
  newsArrive(() => ground);
  streamDisturbsNobody(() => ground);
  exportsAgree(() => ground);
});
