import { z } from 'zod';
import { means } from '../contracts/meaning.ts';

/**
 * Every kind of board, by its name in kiosk.json, with its default baud rate. This is the only list
 * of them: the configuration, the drivers' catalogue, the probe and the simulators read it.
 */
export const boards = {
  lbp: { baudRate: 115_200 },
  vmc3: { baudRate: 57_600 },
} as const satisfies Record<string, { readonly baudRate: number }>;

/** The name of a kind of board. */
export type BoardName = keyof typeof boards;

export const boardNames = Object.keys(boards) as [BoardName, ...BoardName[]];

/**
 * The settings of single kinds of board in kiosk.json, each under the name of its kind. If absent,
 * the usual values of that kind hold.
 */
export const BoardOptions = z.strictObject({
  vmc3: z
    .strictObject({
      lunchBox: z
        .enum(['delivered', 'uncertain'])
        .default('delivered')
        .meta(
          means(
            'what its status 24 means: delivered or uncertain',
            'vmc3 控制板状态码 24 的含义：delivered（已出货）或 uncertain（待核实）',
          ),
        ),
      driveExtra: z
        .int()
        .min(0)
        .max(255)
        .nullable()
        .default(null)
        .meta(means('a byte that newer editions add to 0x06', '新版协议在 0x06 命令后增加的字节')),
    })
    .optional()
    .meta(means('what a vmc3 board may want otherwise', 'vmc3 控制板的特殊设置')),
});
export type BoardOptions = z.output<typeof BoardOptions>;
