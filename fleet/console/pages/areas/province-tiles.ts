/**
 * The position of a province's cities in a grid of tiles (column and row), from north-west to
 * south-east. A city that is not listed takes the next free place. A province without an entry is
 * therefore complete, only without its shape.
 */
export const cityPlaces: Readonly<Record<string, { column: number; row: number }>> = {
  '3604': { column: 2, row: 1 },
  '3602': { column: 3, row: 1 },
  '3609': { column: 1, row: 2 },
  '3601': { column: 2, row: 2 },
  '3606': { column: 3, row: 2 },
  '3611': { column: 4, row: 2 },
  '3603': { column: 1, row: 3 },
  '3605': { column: 2, row: 3 },
  '3610': { column: 3, row: 3 },
  '3608': { column: 2, row: 4 },
  '3607': { column: 3, row: 4 },
};
