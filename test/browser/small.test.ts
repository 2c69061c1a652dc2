import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dialogsAreKept, draftsAreKept, formsAreKept, selectionsAreKept } from './drafts.ts';
import { type ConsoleFixture, openFixture } from './fixture.ts';
import { auditIsRead, changedDaysAreSaid, kiosksAreEnrolled, plainIsSaid, tokensAreIssued } from './office.ts';
import { accountsAreKept, signInIsGuarded, usersAreKept } from './people.ts';
import { recallsOfOneMachine, recallsReachMachines } from './recalls.ts';
import { tripsAreKept } from './trips.ts';

describe('the console on a province of 200 machines', () => {
  let fixture: ConsoleFixture;
  beforeAll(async () => {
    fixture = await openFixture({ machines: 200, withYear: 5 });
  }, 60_000);
  afterAll(() => fixture.close());

  recallsReachMachines(() => fixture);
  recallsOfOneMachine(() => fixture);
  draftsAreKept(() => fixture);
  dialogsAreKept(() => fixture);
  formsAreKept(() => fixture);
  selectionsAreKept(() => fixture);
  tripsAreKept(() => fixture);
  tokensAreIssued(() => fixture);
  auditIsRead(() => fixture);
  kiosksAreEnrolled(() => fixture);
  plainIsSaid(() => fixture);
  changedDaysAreSaid(() => fixture);
  usersAreKept(() => fixture);
  accountsAreKept(() => fixture);
  signInIsGuarded(() => fixture);
  it('without a script that failed', () => expect(fixture.troubles).toEqual([]));
});
