import { z } from 'zod';
import { MachineId } from '../contracts/ids.ts';
import { means, meansPath, meansSecret } from '../contracts/meaning.ts';
import { EnteredLane } from '../contracts/plan.ts';
import { BoardOptions, boardNames, boards } from './boards.ts';
import { IdentityConfig, ScreenConfig } from './front.ts';
import { SerialPort } from './serial-port.ts';

export const Port = z
  .int()
  .min(0)
  .max(65_535)
  .meta(means('a TCP port, 0 to 65535 (0: any free one)', 'TCP 端口号，0 至 65535（0 表示任选一个空闲端口）'));

/** kiosk.json [running contract]. Strict: an unknown key is an error. */
export const KioskConfig = z
  .strictObject({
    machine: MachineId.meta(
      means(
        'the machine id: 3 to 32 of A-Z, 0-9 and -, not beginning with -',
        '机器编号：3 至 32 位大写字母、数字或连字符，不以连字符开头',
      ),
    ),
    dataDir: z.string().min(1).meta(meansPath('a folder for the ledger', '账本所在的文件夹')).default('data/kiosk'),
    board: z.strictObject({
      driver: z
        .enum(boardNames)
        .default('lbp')
        .meta(means(`the kind of board: ${boardNames.join(' or ')}`, `控制板的种类：${boardNames.join(' 或 ')}`)),
      port: SerialPort,
      baudRate: z
        .int()
        .min(300)
        .max(4_000_000)
        .optional()
        .meta(
          means(
            'the baud rate, 300 to 4000000; if left out, as boards of this kind are delivered',
            '串口波特率，300 至 4000000；不填则用该种控制板的出厂值',
          ),
        ),
      hupcl: z
        .boolean()
        .default(false)
        .meta(
          means(
            'whether the board sees DTR fall when the agent ends, on which many USB boards reset themselves',
            '程序结束时是否拉低 DTR 信号；许多 USB 控制板会因此复位，一般填 false',
          ),
        ),
      ...BoardOptions.shape,
    }),
    fleet: z
      .strictObject({
        url: z
          .url({ protocol: /^mqtts?$/ })
          .meta(
            means(
              "the fleet's broker, such as mqtts://fleet.example:8883; if left out, the one of the enrolment",
              '服务器的 MQTT 地址，如 mqtts://fleet.example:8883；不填则用接入时取得的地址',
            ),
          )
          .optional(),
        password: z
          .string()
          .min(1)
          .max(256)
          .meta(
            meansSecret(
              'the secret that the fleet showed when the machine was registered; an enrolled machine needs none',
              '登记机器时显示的密钥；已用接入码接入的机器不需要',
            ),
          )
          .optional(),
        ca: z
          .string()
          .min(1)
          .meta(meansPath("a file with the certificate authority's certificate, PEM", '证书颁发机构的证书文件（PEM）'))
          .optional(),
      })
      .prefault({}),
    http: z
      .strictObject({
        host: z.string().min(1).default('127.0.0.1').meta(means('a loopback address of this computer', '本机回环地址')),
        port: Port.default(7080),
      })
      .prefault({}),
    staff: z.strictObject({
      pin: z
        .string()
        .regex(/^\d{4,12}$/)
        .meta(
          meansSecret(
            'the PIN that staff enter at the machine, 4 to 12 digits',
            '工作人员在机器上录入时使用的 PIN 码，4 至 12 位数字',
          ),
        ),
      showBook: z
        .boolean()
        .default(false)
        .meta(
          means(
            'whether the screen shows the books to staff before they count a lane',
            '盘点货道以前是否先显示账面盒数',
          ),
        ),
      usbFolder: z
        .string()
        .min(1)
        .nullable()
        .default(null)
        .meta(
          meansPath(
            'the folder where a USB stick is mounted, for support bundles; null for none',
            'U 盘的挂载文件夹，用于导出诊断包；没有则为 null',
          ),
        ),
    }),
    screen: ScreenConfig.prefault({}),
    identity: IdentityConfig.prefault({}),
    lanes: z
      .array(EnteredLane)
      .min(1)
      .max(100)
      .refine(
        (lanes) => new Set(lanes.map((lane) => lane.lane)).size === lanes.length,
        '货道号重复 · a lane stands twice',
      )
      .meta(
        means(
          'the first planogram: [{"lane": 1, "product": "CD-M", "capacity": 10, "par": 10}, …]',
          '初始货道配置：[{"lane": 1, "product": "CD-M", "capacity": 10, "par": 10}, …]',
        ),
      ),
  })
  .transform((config) => ({
    ...config,
    board: { ...config.board, baudRate: config.board.baudRate ?? boards[config.board.driver].baudRate },
  }));
export type KioskConfig = z.output<typeof KioskConfig>;
