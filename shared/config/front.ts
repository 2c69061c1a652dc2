import { z } from 'zod';
import { means } from '../contracts/meaning.ts';
import { SerialPort } from './serial-port.ts';

/** The screen of a cabinet. By default it is one of 10.1 inches, as many cabinets have. */
export const ScreenConfig = z.strictObject({
  widthPx: z.int().min(320).max(7680).default(1280).meta(means('width of the screen in pixels', '屏幕宽度（像素）')),
  heightPx: z.int().min(320).max(7680).default(800).meta(means('height of the screen in pixels', '屏幕高度（像素）')),
  diagonalInch: z
    .number()
    .min(3)
    .max(100)
    .default(10.1)
    .meta(means('diagonal of the screen in inches', '屏幕对角线（英寸）')),
  bottomEdgeAboveFloorMm: z
    .int()
    .min(0)
    .max(2500)
    .default(1000)
    .meta(means('height of its lower edge above the floor in mm', '屏幕下沿离地高度（毫米）')),
  touch: z.boolean().default(true).meta(means('whether it is a touch screen', '是否触摸屏')),
  buttons: z
    .union([z.literal(0), z.literal(4)])
    .default(0)
    .meta(means('hardware buttons next to it, 0 or 4', '屏幕旁的实体按键数，0 或 4')),
});

const baudRate = z.int().min(300).max(4_000_000);

/** How persons identify at a cabinet. */
export const IdentityConfig = z
  .strictObject({
    mode: z
      .enum(['none', 'required'])
      .default('none')
      .meta(means('whether a box is given to identified persons only', '是否须核验身份后才能领取')),
    cardReader: z
      .strictObject({
        driver: z.enum(['sam']).default('sam').meta(means('the kind of card reader', '读卡器的种类')),
        port: SerialPort,
        baudRate: baudRate.default(115_200).meta(means('its baud rate', '读卡器串口波特率')),
      })
      .nullable()
      .default(null)
      .meta(means('the card reader; null for none', '读卡器；没有则为 null')),
    scanner: z
      .strictObject({
        driver: z
          .enum(['serial', 'keyboard'])
          .default('serial')
          .meta(
            means(
              'how the scanner is connected: serial, or keyboard if it types like one (port is then its input device)',
              '扫码器的连接方式：serial 为串口；keyboard 为键盘方式（端口填其输入设备）',
            ),
          ),
        port: SerialPort,
        baudRate: baudRate.default(9_600).meta(means('its baud rate', '扫码器串口波特率')),
      })
      .nullable()
      .default(null)
      .meta(means('the serial 2-D scanner; null for none', '串口二维码扫码器；没有则为 null')),
    codes: z.boolean().default(false).meta(means('whether pick-up codes may be typed', '是否可以输入取货码')),
    testCards: z
      .boolean()
      .default(false)
      .meta(
        means(
          'whether constructed test cards are accepted; only on a machine that is not in use',
          '是否接受测试证件；只用于未投入使用的机器',
        ),
      ),
  })
  .refine(
    ({ mode, cardReader, scanner, codes }) => mode === 'none' || cardReader !== null || scanner !== null || codes,
    '核验身份需要读卡器、扫码器或取货码 · identification needs a card reader, a scanner or codes',
  );
