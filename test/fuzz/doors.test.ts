import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fuzzDoor, openDoors } from './doors.ts';

describe('running processes', () => {
  let open: Awaited<ReturnType<typeof openDoors>>;
  beforeAll(async () => {
    open = await openDoors();
  }, 60_000);
  afterAll(() => open?.stop());

  it('serve on, whatever bytes arrive at their ports', async () => {
    for (const door of open.doors) {
      const broken = await fuzzDoor(door, 11, 300);
      expect(broken && `${broken.door}: ${broken.inputs.length} inputs`).toBeNull();
    }
  });
});
