import { afterAll, beforeAll, describe } from 'vitest';
import { colleaguesKeepTheirChanges } from './colleagues.ts';
import { exportsAgree } from './exports.ts';
import { type Ground, openGround } from './ground.ts';
import { newsArrive } from './news.ts';
import { tasksAreDone } from './tasks.ts';
import { firstLoadIsSmall, viewsStand } from './views.ts';
import { waysLeadOn } from './ways.ts';

describe('the console on a province of 2,400 machines', () => {
  let ground: Ground;
  beforeAll(async () => {
    ground = await openGround({ machines: 2400, withYear: 40 });
  }, 60_000);
  afterAll(() => ground.close());

  firstLoadIsSmall(() => ground);
  viewsStand(() => ground);
  waysLeadOn(() => ground);
  tasksAreDone(() => ground);
  colleaguesKeepTheirChanges(() => ground);
  newsArrive(() => ground);
  exportsAgree(() => ground);
});
