import type { CabinetLine, Fall, LaneTruth } from './cabinet-lines.ts';

type Lane = { -readonly [K in keyof LaneTruth]: LaneTruth[K] };

/** The true state of a cabinet, folded from its lines; it changes in no other way. */
export class CabinetTruth {
  readonly lanes: Lane[] = [];
  /** Every box that ever fell, in order. */
  readonly falls: Fall[] = [];
  /** Motor starts since the beginning, homing included. */
  turns = 0;
  /** The sensor claims one box in every turn. */
  stuck = false;
  doorOpen = false;
  tempDeciC: number | null = 215;
  humidityPct: number | null = 48;
  readonly #seen = new Map<string, number>();

  /** How often the sensor latched for the board of this serial. */
  seenBy(serial: string): number {
    return this.#seen.get(serial) ?? 0;
  }

  /** The lane with that number. Throws RangeError if there is none. */
  lane(lane: number): Lane {
    const truth = this.lanes[lane - 1];
    if (truth === undefined) throw new RangeError(`no lane ${lane}`);
    return truth;
  }

  fold(line: CabinetLine): void {
    switch (line.kind) {
      case 'made':
        for (let lane = 1; lane <= line.lanes; lane += 1) {
          const absent = line.absent.includes(lane);
          const boxes = absent ? 0 : line.boxes;
          this.lanes.push({ absent, boxes, fallen: 0, fault: 'none', lateMs: 0, turns: 0, blind: false });
        }
        return;
      case 'put':
        this.lane(line.lane).boxes += line.boxes;
        return;
      case 'took':
        this.lane(line.lane).boxes -= line.boxes;
        return;
      case 'turn':
      case 'home':
        this.turns = line.turn;
        return;
      case 'fell':
        this.lane(line.lane).boxes -= 1;
        this.lane(line.lane).fallen += 1;
        this.falls.push(line);
        if (line.by !== null) this.#latch(line.by);
        return;
      case 'saw':
        this.#latch(line.by);
        return;
      case 'fault':
        Object.assign(this.lane(line.lane), { fault: line.fault, lateMs: line.lateMs, turns: line.turns });
        return;
      case 'blind':
        this.lane(line.lane).blind = line.blind;
        return;
      case 'stuck':
        this.stuck = line.stuck;
        return;
      case 'door':
        this.doorOpen = line.open;
        return;
      case 'climate':
        this.tempDeciC = line.tempDeciC;
        this.humidityPct = line.humidityPct;
        return;
    }
  }

  #latch(serial: string): void {
    this.#seen.set(serial, this.seenBy(serial) + 1);
  }
}
