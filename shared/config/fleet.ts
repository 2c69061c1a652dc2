import { z } from 'zod';
import { ScreenProduct } from '../contracts/eligibility.ts';
import { ProductCode } from '../contracts/ids.ts';
import { means, meansPath } from '../contracts/meaning.ts';
import { isTimeZone } from '../rules/calendar.ts';
import { defaultRules, type Rules } from '../rules/defaults.ts';
import { encryptionKeys } from './encryption.ts';
import { Port } from './kiosk.ts';
import { OidcConfig } from './oidc.ts';
import { NamedReason, usualReasons } from './reasons.ts';
import { rulesInChinese } from './rule-meanings.ts';

/** An IPv4 or IPv6 address, or a network such as `10.0.0.0/8`. */
const Network = z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()]);

/** A host name in lower case, without a port. */
const HostName = z
  .string()
  .max(253)
  .regex(/^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/);

/**
 * The programme's products, by their names on screens and sheets; others are shown by their code.
 */
const ProductNames = z.strictObject({
  code: ProductCode,
  zh: z.string().min(1),
  en: z.string().min(1),
  spec: z.string().default(''),
  /** Who makes it, if that is known: shown with its recalls. */
  maker: z.string().min(1).optional(),
  /** How screens of kiosks show it. */
  size: ScreenProduct.shape.size.optional(),
  drawing: ScreenProduct.shape.drawing.optional(),
  group: ScreenProduct.shape.group.optional(),
  leaflet: ScreenProduct.shape.leaflet.optional(),
});

/** The longest name of a product on a screen. */
const screenNameMax = 64;

const condom = (width: string) => ({ drawing: 'condom', size: { zh: width, en: width } }) as const;

/** The products of a fleet that configures none. */
export const usualProducts = [
  { code: 'CD-M', zh: '避孕套（中号）', en: 'condoms M', spec: '天然胶乳橡胶 · 52 mm · 10 只/盒', ...condom('52 mm') },
  { code: 'CD-S', zh: '避孕套（小号）', en: 'condoms S', spec: '天然胶乳橡胶 · 49 mm · 10 只/盒', ...condom('49 mm') },
  { code: 'CD-L', zh: '避孕套（大号）', en: 'condoms L', spec: '天然胶乳橡胶 · 55 mm · 10 只/盒', ...condom('55 mm') },
  { code: 'SP-50', zh: '避孕栓', en: 'suppositories', spec: '壬苯醇醚 · 10 粒/盒', drawing: 'tablet' },
  { code: 'GL-5', zh: '避孕凝胶', en: 'gel', spec: '壬苯醇醚 · 5 支/盒', drawing: 'gel' },
  { code: 'FM-50', zh: '避孕膜', en: 'film', spec: '壬苯醇醚 · 50 mg · 10 片/盒', drawing: 'film' },
];

const ruleKeys = Object.keys(defaultRules) as (keyof Rules)[];
const ruleShape = Object.fromEntries(
  ruleKeys.map((key) => [
    key,
    z
      .number()
      .min(0)
      .optional()
      .meta(
        means(
          `a number; if left out, ${defaultRules[key]}`,
          `${rulesInChinese[key]}（数字，不填则为 ${defaultRules[key]}）`,
        ),
      ),
  ]),
) as Record<keyof Rules, z.ZodOptional<z.ZodNumber>>;

/** fleet.json [running contract]. Strict: an unknown key is an error. */
export const FleetConfig = z.strictObject({
  dataDir: z.string().min(1).meta(meansPath('a folder for the database', '数据库所在的文件夹')).default('data/fleet'),
  store: z
    .literal('sqlite')
    .default('sqlite')
    .meta(means('sqlite, the only store that this version has', 'sqlite（本版本唯一支持的数据库）')),
  broker: z
    .union([z.literal('embedded'), z.url({ protocol: /^mqtts?$/ })])
    .default('embedded')
    .meta(
      means(
        'embedded, or the mqtt:// or mqtts:// URL of a broker',
        'embedded（内置），或外部 MQTT 服务的 mqtt://、mqtts:// 地址',
      ),
    ),
  timeZone: z
    .string()
    .refine(isTimeZone)
    .default('Asia/Shanghai')
    .meta(means('a time zone, such as Asia/Shanghai', '时区，如 Asia/Shanghai')),
  mqtt: z
    .strictObject({
      host: z.string().min(1).default('0.0.0.0').meta(means('an address of this computer', '本机的监听地址')),
      port: Port.default(8883),
      ...encryptionKeys,
      passwords: z
        .boolean()
        .default(true)
        .meta(
          means(
            'whether a kiosk may connect with the secret that was shown at its registration; false: only with its own key',
            '是否允许机器用登记时显示的密钥连接；填 false 则只能用机器自己的证书',
          ),
        ),
      address: z
        .url({ protocol: /^mqtts$/ })
        .optional()
        .meta(
          means(
            'the mqtts:// URL by which kiosks reach the broker, if it is not at the name and port of http.address and mqtt.port',
            '机器连接服务器所用的 mqtts:// 地址；与 http.address 的名称和 mqtt.port 不同时填写',
          ),
        ),
    })
    .prefault({}),
  http: z
    .strictObject({
      host: z.string().min(1).default('127.0.0.1').meta(means('an address of this computer', '本机的监听地址')),
      port: Port.default(8080),
      ...encryptionKeys,
      address: z
        .url({ protocol: /^https?$/ })
        .optional()
        .meta(
          means(
            'the URL by which kiosks and browsers reach this server, such as https://fleet.example; its name is also in the own certificate',
            '机器和浏览器访问服务器所用的地址，如 https://fleet.example；自建证书中也写明其中的名称',
          ),
        ),
      hosts: z
        .array(HostName)
        .optional()
        .meta(
          means(
            'the names under which the console is opened, such as ["fleet.example"], in lower case without port; if left out, every IP address of the server',
            '打开管理页面所用的域名，如 ["fleet.example"]，小写，不带端口；不填则接受以 IP 地址访问',
          ),
        ),
      proxies: z
        .array(Network)
        .default([])
        .meta(
          means(
            'addresses or networks of the proxies in front of the server, such as ["127.0.0.1"]: only their X-Forwarded-For, -Proto and -Host count',
            '服务器前面的反向代理的地址或网段，如 ["127.0.0.1"]；只采信来自这些地址的 X-Forwarded-For、-Proto、-Host',
          ),
        ),
    })
    .prefault({}),
  oidc: OidcConfig.optional(),
  rules: z.strictObject(ruleShape).prefault({}),
  products: z
    .array(ProductNames)
    .default(usualProducts as z.output<typeof ProductNames>[])
    .meta(
      means(
        'the products: [{"code": "CD-M", "zh": name, "en": name, "spec": text, "maker": name}, …]; spec and maker may be left out. Screens of kiosks also use size ({"zh": text, "en": text}), drawing (condom, tablet, gel, film or other), group (for rules that count groups apart) and leaflet (a URL)',
        '药具品种，每种写明编码、中文名、英文名、规格和生产企业，后两项可不填；终端屏幕还可用 size（中英文尺码）、drawing（图样：condom、tablet、gel、film、other）、group（分组计次时的组名）、leaflet（说明书网址）',
      ),
    ),
  reasons: z
    .array(NamedReason)
    .refine((reasons) => new Set(reasons.map(({ code }) => code)).size === reasons.length)
    .default([...usualReasons])
    .meta(
      means(
        'reasons for a stop or a suspension, each code once: [{"code": "renovation", "zh": name, "en": name, "notCounted": true, "stop": false}, …]',
        '停用和停止发放的原因，每种写明编码（不能重复）、中文名、英文名，以及通常是否不计考核、是否停发；“其他”总在其中',
      ),
    ),
});
export type FleetConfig = z.output<typeof FleetConfig>;

/** The rules in force: the configured numbers, else the defaults. */
export const rulesOf = (config: FleetConfig): Rules => ({
  ...defaultRules,
  ...Object.fromEntries(Object.entries(config.rules).filter(([, value]) => value !== undefined)),
});

/** A product as screens of kiosks name and show it. */
export const screenProduct = ({ code, zh, en, size, drawing, group, leaflet }: FleetConfig['products'][number]) =>
  ScreenProduct.parse({
    product: code,
    name: { zh: zh.slice(0, screenNameMax), en: en.slice(0, screenNameMax) },
    ...{ size, drawing, group, leaflet },
  });
