import { describe, expect, it } from 'vitest';
import { type Seen, supervision, usualLimits } from '../../../device/supervisor/supervision.ts';

/** A browser, its page and the agent, second by second. */
function kiosk() {
  const decide = supervision();
  const world = {
    running: false,
    agent: true,
    lives: true,
    session: false,
    memoryBytes: 100e6,
    heardAt: null as number | null,
  };
  const log: string[] = [];
  let now = 0;
  return {
    world,
    log,
    get now() {
      return now;
    },
    /** Lets time pass. */
    pass(seconds: number): void {
      for (const end = now + seconds * 1_000; now < end; now += 1_000) {
        if (world.running && world.lives) world.heardAt = now;
        const page: Seen['page'] = world.agent
          ? { heardMs: world.heardAt === null ? null : now - world.heardAt, withinMs: world.session ? 5_000 : 15_000 }
          : null;
        const step = decide.next({ running: world.running, page, memoryBytes: world.memoryBytes }, now);
        if (step.do === 'nothing') continue;
        log.push(`${now / 1_000} ${step.do === 'start' ? (step.plain ? 'plain' : 'start') : step.why}`);
        world.running = step.do === 'start';
      }
    },
  };
}

describe('the supervision of the browser', () => {
  it('starts it when the agent answers, and leaves a page alone that is heard', () => {
    const it = kiosk();
    it.world.agent = false;
    it.pass(100);
    expect(it.log).toEqual([]);
    it.world.agent = true;
    it.pass(3_600);
    expect(it.log).toEqual(['100 start']);
  });

  it.each([
    { session: false, after: 15 },
    { session: true, after: 5 },
  ])('ends a page that is silent for $after s, and starts it again (session: $session)', ({ session, after }) => {
    const it = kiosk();
    it.pass(100);
    it.world.session = session;
    it.world.lives = false;
    it.pass(after);
    expect(it.log).toEqual(['0 start']);
    it.pass(2);
    it.world.lives = true;
    it.pass(100);
    expect(it.log.map((line) => line.split(' ')[1])).toEqual(['start', 'silent', 'start']);
  });

  it('ends a browser whose page never loads, and waits longer each time', () => {
    const it = kiosk();
    it.world.lives = false;
    it.pass(600);
    const starts = it.log.filter((line) => /start|plain/.test(line)).map((line) => Number(line.split(' ')[0]));
    const gaps = starts.slice(1).map((at, index) => at - (starts[index] ?? 0));
    expect(gaps[0]).toBeLessThanOrEqual(usualLimits.loadWithinMs / 1_000 + 5);
    expect(gaps).toEqual([...gaps].sort((a, b) => a - b));
  });

  it('leaves the page alone while the agent is away, and gives it time when it is back', () => {
    const it = kiosk();
    it.pass(60);
    it.world.agent = false;
    it.world.lives = false;
    it.pass(600);
    it.world.agent = true;
    it.world.heardAt = null;
    it.pass(10);
    it.world.lives = true;
    it.pass(100);
    expect(it.log).toEqual(['0 start']);
  });

  it('shows the page without drawings after three restarts within ten minutes, and no longer an hour later', () => {
    const it = kiosk();
    it.pass(10);
    for (let times = 0; times < 3; times += 1) {
      it.world.running = false;
      it.pass(20);
    }
    expect(it.log.at(-1)).toMatch(/plain$/);
    it.pass(3_600);
    it.world.running = false;
    it.pass(20);
    expect(it.log.at(-1)).toMatch(/start$/);
  });

  it('ends a browser with too much memory, but never in a session', () => {
    const it = kiosk();
    it.pass(60);
    it.world.session = true;
    it.world.memoryBytes = usualLimits.memoryMaxBytes + 1;
    it.pass(60);
    expect(it.log).toEqual(['0 start']);
    it.world.session = false;
    it.pass(1);
    expect(it.log).toEqual(['0 start', '120 memory']);
  });
});
