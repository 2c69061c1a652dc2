const hoursADay = 24;

/**
 * A day's boxes by local hour as stored: the hours with boxes, `9` for one box and `9x3` for three.
 */
export const writeHours = (boxes: readonly number[]): string =>
  boxes.flatMap((count, hour) => (count === 0 ? [] : count === 1 ? `${hour}` : `${hour}x${count}`)).join();

/** Boxes by local hour, 24 numbers. */
export function readHours(text: string): number[] {
  const boxes = new Array<number>(hoursADay).fill(0);
  for (const part of text === '' ? [] : text.split(',')) {
    const [hour, count = '1'] = part.split('x');
    boxes[Number(hour)] = (boxes[Number(hour)] ?? 0) + Number(count);
  }
  return boxes;
}
