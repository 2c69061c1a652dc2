import { z } from 'zod';
import { ProductCode } from '../contracts/ids.ts';
import { isTimeZone } from '../rules/calendar.ts';
import { defaultRules, type Rules } from '../rules/defaults.ts';
import { Port } from './kiosk.ts';
import { path } from './load.ts';

const file = (description: string) =>
  z
    .string()
    .min(1)
    .meta({ ...path, description });

/** The programme's products as they are called on screens and sheets; others are shown by their code. */
const ProductNames = z.strictObject({
  code: ProductCode,
  zh: z.string().min(1),
  en: z.string().min(1),
  spec: z.string().default(''),
});

const products = [
  { code: 'CD-M', zh: '避孕套（中号）', en: 'condoms M', spec: '天然胶乳橡胶 · 52 mm · 10 只/盒' },
  { code: 'CD-S', zh: '避孕套（小号）', en: 'condoms S', spec: '天然胶乳橡胶 · 49 mm · 10 只/盒' },
  { code: 'CD-L', zh: '避孕套（大号）', en: 'condoms L', spec: '天然胶乳橡胶 · 55 mm · 10 只/盒' },
  { code: 'SP-50', zh: '避孕栓', en: 'suppositories', spec: '壬苯醇醚 · 10 粒/盒' },
  { code: 'GL-5', zh: '避孕凝胶', en: 'gel', spec: '壬苯醇醚 · 5 支/盒' },
  { code: 'FM-50', zh: '避孕膜', en: 'film', spec: '壬苯醇醚 · 50 mg · 10 片/盒' },
];

const ruleKeys = Object.keys(defaultRules) as (keyof Rules)[];
const ruleShape = Object.fromEntries(
  ruleKeys.map((key) => [key, z.number().min(0).optional().describe(`a number, ${defaultRules[key]} where left out`)]),
) as Record<keyof Rules, z.ZodOptional<z.ZodNumber>>;

/** fleet.json [running contract]. Strict: a key nobody knows is a mistake. */
export const FleetConfig = z.strictObject({
  dataDir: file('a folder for the database').default('data/fleet'),
  store: z
    .union([z.literal('sqlite'), z.url({ protocol: /^postgres(ql)?$/ })])
    .default('sqlite')
    .describe('sqlite, or a postgres:// URL'),
  broker: z
    .union([z.literal('embedded'), z.url({ protocol: /^mqtts?$/ })])
    .default('embedded')
    .describe('embedded, or an mqtt:// URL'),
  timeZone: z.string().refine(isTimeZone).default('Asia/Shanghai').describe('a time zone, such as Asia/Shanghai'),
  mqtt: z
    .strictObject({
      host: z.string().min(1).default('0.0.0.0').describe('an address of this computer'),
      port: Port.default(8883),
      tls: z
        .strictObject({
          cert: file('a file with the certificate, PEM'),
          key: file('a file with its key, PEM'),
        })
        .optional()
        .describe('{"cert": file, "key": file}'),
    })
    .prefault({}),
  http: z
    .strictObject({
      host: z.string().min(1).default('127.0.0.1').describe('an address of this computer'),
      port: Port.default(8080),
    })
    .prefault({}),
  rules: z.strictObject(ruleShape).prefault({}),
  products: z
    .array(ProductNames)
    .default(products as z.output<typeof ProductNames>[])
    .describe('[{"code", "zh", "en", "spec"}, …]'),
});
export type FleetConfig = z.output<typeof FleetConfig>;

/** The rules in force: the configured numbers over the defaults. */
export const rulesOf = (config: FleetConfig): Rules => ({
  ...defaultRules,
  ...Object.fromEntries(Object.entries(config.rules).filter(([, value]) => value !== undefined)),
});
