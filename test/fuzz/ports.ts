import { writeFileSync } from 'node:fs';
import { fuzzDoor, openDoors } from './doors.ts';

/** The share of a broker's ports: it admits only some connections in a second. */
const perRound = [4000, 4000, 1000, 1000] as const;

/**
 * Sends this many damaged inputs to the ports of a running fleet and a running kiosk, and says how
 * that went. Returns the exit code: 1 if one of them no longer served, 2 for a wrong number.
 */
export async function fuzzPorts(wanted: number): Promise<0 | 1 | 2> {
  if (!(wanted >= 1)) {
    process.stderr.write('--bytes: how many inputs, a number above 0\n');
    return 2;
  }
  const { doors, stop } = await openDoors();
  const began = performance.now();
  let sent = 0;
  let code: 0 | 1 = 0;
  for (let seed = Date.now() % 1_000_000_000; sent < wanted && code === 0; seed += 1)
    for (const [at, door] of doors.entries()) {
      const count = Math.min(perRound[at] ?? 0, wanted - sent);
      const broken = count > 0 ? await fuzzDoor(door, seed, count) : null;
      sent += count;
      if (!broken) continue;
      code = 1;
      writeFileSync(
        'fuzz-inputs.json',
        JSON.stringify(broken.inputs.map((each) => Buffer.from(each).toString('base64'))),
      );
      process.stdout.write(
        `${broken.door}, seed ${broken.seed}: it no longer serves. The inputs are in fuzz-inputs.json.\n`,
      );
      break;
    }
  await stop();
  const minutes = ((performance.now() - began) / 60_000).toFixed(1);
  process.stdout.write(
    `${sent.toLocaleString('en')} inputs on ${doors.length} ports in ${minutes} minutes, ${code} broken\n`,
  );
  return code;
}
