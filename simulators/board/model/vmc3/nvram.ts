/**
 * What a VMC keeps without power: its menu, and what is out of order. It keeps nothing about
 * transactions [VMC V3 §10].
 */

export interface Vmc3Selection {
  price: number;
  inventory: number;
  capacity: number;
  product: number;
  /** Paid transactions and their amount [VMC V3 §6.6 type 0x47]. */
  sold: number;
  amount: number;
  jammed: boolean;
  motorError: boolean;
}

/** What a VMC keeps without power [VMC V3 §10]. */
export interface Vmc3Nvram {
  machineId: string;
  /** All lanes are paused; a power cycle does not help [VMC V3 §12.6]. */
  paused: boolean;
  /** A lane that jammed is taken out of use [VMC V3 §6.6 type 0x27]. */
  blockAfterJam: boolean;
  dropSensor: boolean;
  selections: Vmc3Selection[];
}

function blankSelection(number: number): Vmc3Selection {
  const stock = { price: 0, inventory: 10, capacity: 10, product: number };
  return { ...stock, sold: 0, amount: 0, jammed: false, motorError: false };
}

/** Ten ASCII digits from any serial [VMC V3 §6.4]. */
function machineIdOf(serial: string): string {
  return serial.replace(/\D/g, '').slice(-10).padStart(10, '0');
}

/** Takes from `saved` what has the shape of `blank`. */
function overlay<T extends object>(blank: T, saved: unknown): T {
  if (typeof saved !== 'object' || saved === null) return blank;
  for (const [key, value] of Object.entries(blank)) {
    const kept: unknown = (saved as Record<string, unknown>)[key];
    if (typeof kept === typeof value && typeof value !== 'object') Object.assign(blank, { [key]: kept });
  }
  return blank;
}

/** Reads what was saved; an invalid text counts as a lost memory. */
export function readVmc3Nvram(text: string, serial: string, lanes: number): Vmc3Nvram {
  const machineId = machineIdOf(serial);
  const nvram: Vmc3Nvram = { machineId, paused: false, blockAfterJam: true, dropSensor: true, selections: [] };
  let saved: unknown = null;
  try {
    saved = JSON.parse(text);
  } catch {
    // A lost memory: all default values.
  }
  overlay(nvram, saved);
  const list = (saved as { selections?: unknown } | null)?.selections;
  for (let number = 1; number <= lanes; number += 1) {
    nvram.selections.push(overlay(blankSelection(number), Array.isArray(list) ? list[number - 1] : null));
  }
  return nvram;
}
