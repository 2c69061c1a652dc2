import type { Cabinet } from '../cabinet.ts';
import type { Vmc3Drives } from './drives.ts';
import { bigEndian, command, numberAt } from './frame.ts';
import type { HostCommand, Vmc3Link } from './link.ts';
import type { Vmc3Memory } from './memory.ts';
import { answerMenu } from './menu.ts';
import { machineReport, selectionReport } from './reports.ts';
import type { Vmc3Selections } from './selections.ts';
import type { Vmc3Settings } from './settings.ts';

/** The parts of a VMC that the host's commands use. */
export interface CommandParts {
  readonly cabinet: Cabinet;
  readonly settings: Vmc3Settings;
  readonly memory: Vmc3Memory;
  readonly link: Vmc3Link;
  readonly selections: Vmc3Selections;
  readonly drives: Vmc3Drives;
}

/**
 * Executes the host's commands and answers them [VMC V3 §5, §6]. An unknown command is only
 * acknowledged.
 */
export class HostCommands {
  readonly #parts: CommandParts;

  constructor(parts: CommandParts) {
    this.#parts = parts;
  }

  execute({ code, text, packNo, nowMs }: HostCommand): void {
    const { cabinet, settings, memory, link, selections, drives } = this.#parts;
    switch (code) {
      case command.sync:
        this.#reportAll();
        return;
      case command.check:
        this.#check(numberAt(text, 0, 2));
        return;
      case command.buy:
        this.#buy(numberAt(text, 0, 2), packNo, nowMs);
        return;
      case command.drive:
        if (text.length < 4) return;
        drives.drive({ packNo, number: numberAt(text, 2, 2), sensor: text[0] ?? 0, elevator: text[1] ?? 0, nowMs });
        return;
      case command.setPrice:
      case command.setInventory:
      case command.setCapacity:
      case command.setProduct:
        selections.set(code, text);
        memory.save();
        return;
      case command.setPollInterval:
        if (text[0] !== undefined && text[0] >= 1 && text[0] <= 20) settings.pollMs = text[0] * 100;
        return;
      case command.askMachine:
        link.enqueue(command.machine, machineReport(memory.nvram, cabinet, settings.statusBytes));
        return;
      case command.askLift:
        link.enqueue(command.lift, [settings.liftStatus]);
        return;
      case command.menu:
        if (text.length >= 2) this.#menu(text, nowMs);
        return;
    }
  }

  /** Sends the state of a selection (0x11); does nothing if there is no such selection. */
  report(number: number): void {
    const { selections, memory, link } = this.#parts;
    const selection = selections.find(number);
    if (selection === undefined) return;
    link.enqueue(command.selection, selectionReport(number, selection, memory.nvram.paused));
  }

  #reportAll(): void {
    const { link, settings, selections } = this.#parts;
    link.withdraw(command.selection);
    if (settings.reports !== 1) return;
    for (const number of selections.numbers()) this.report(number);
  }

  /** Answers 0x02 and returns the state that it sent [VMC V3 §6.1]. */
  #check(number: number): number {
    const status = this.#parts.selections.check(number);
    this.#parts.link.enqueue(command.checked, [status, ...bigEndian(number, 2)]);
    return status;
  }

  #buy(number: number, packNo: number, nowMs: number): void {
    if (this.#check(number) === 1) this.#parts.drives.drive({ packNo, number, sensor: 1, elevator: 0, nowMs });
  }

  #menu(text: Uint8Array, nowMs: number): void {
    const { memory, selections, link, drives } = this.#parts;
    answerMenu(text, {
      nvram: memory.nvram,
      selections,
      changed: () => memory.save(),
      testTurn: (number, answer) => drives.test(number, nowMs, answer),
      answer: (said) => link.enqueue(command.menuAnswer, said),
    });
  }
}
