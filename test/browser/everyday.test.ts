import { afterAll, beforeAll, describe } from 'vitest';
import { oldBrowsersWork, translatedPagesWork, upgradesAreSurvived } from './any-browser.ts';
import { type ConsoleFixture, openFixture } from './fixture.ts';
import { listsArePrintedWhole } from './paper.ts';
import { phoneMenuLeadsOn, phonesExplain, phonesWork } from './phone.ts';
import { manyTabsWork } from './tabs.ts';

describe('the console as people have it open every day', () => {
  let fixture: ConsoleFixture;
  beforeAll(async () => {
    fixture = await openFixture({ machines: 1500, withYear: 20 });
  }, 60_000);
  afterAll(() => fixture.close());

  manyTabsWork(() => fixture);
  oldBrowsersWork(() => fixture);
  translatedPagesWork(() => fixture);
  upgradesAreSurvived(() => fixture);
  listsArePrintedWhole(() => fixture);
  phonesWork(() => fixture);
  phonesExplain(() => fixture);
  phoneMenuLeadsOn(() => fixture);
});
