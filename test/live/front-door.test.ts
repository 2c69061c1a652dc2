import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { testFolder } from '../support/fleet/fleet.ts';
import { Yaoju } from '../support/live/yaoju.ts';

describe('the start of yaoju', () => {
  it('names the Node version that it needs in one line before anything is loaded', async () => {
    const old = `data:text/javascript,Object.defineProperty(process.versions,'node',{value:'18.20.8'})`;
    const run = new Yaoju(['device', '--config', '/no/such.json'], { NODE_OPTIONS: `--import=${old}` });
    expect(await run.ended).toBe(2);
    expect(run.err.trim().split('\n')).toHaveLength(1);
    expect(run.err).toMatch(/needs Node 20\.19 or later, and this is Node 18\.20\.8.*需要 Node 20\.19/);
  });

  it.each(['device', 'fleet'])('%s names a mistyped variable and ends with 2', async (program) => {
    const run = new Yaoju([program], { YAOJU_FLEET_PASWORD: 'S3cret' });
    expect(await run.ended).toBe(2);
    expect(run.err).toMatch(/^YAOJU_FLEET_PASWORD: .*did you mean YAOJU_FLEET_PASSWORD\?.* · .*\n$/);
    expect(run.err + run.out).not.toContain('S3cret');
  });

  it('reports the line and column of a broken file in both languages, without a stack trace', async () => {
    const folder = testFolder();
    try {
      const file = join(folder.path, 'kiosk.json');
      writeFileSync(file, '{\n  "staff": { "pin": \'87654321\' }\n}');
      const run = new Yaoju(['device', '--config', file]);
      expect(await run.ended).toBe(2);
      expect(run.err).toMatch(/line 2, column 21.*第 2 行第 21 列/);
      expect(run.err.trim().split('\n')).toHaveLength(1);
      expect(run.err).not.toContain('8765');
    } finally {
      folder.remove();
    }
  });
});
