/** The level of an area by its code's length: province, city, county. */
export type AreaLevel = 'province' | 'city' | 'county';

/**
 * One area. `validFrom` and `validTo` are the first and last local day on which its code was in
 * use; null: since before records, or still in use.
 */
export interface AreaEntry {
  readonly code: string;
  readonly name: string;
  readonly level: AreaLevel;
  readonly parent: string | null;
  readonly validFrom: string | null;
  readonly validTo: string | null;
}

/**
 * Jiangxi: 11 cities and 100 counties, by the statistics bureau's codes of 30 June 2023. Codes are
 * matched, never names.
 */
export const root = '360000';

const cities: readonly (readonly [code: string, name: string, counties: string])[] = [
  ['3601', '南昌市', '02东湖区 03西湖区 04青云谱区 11青山湖区 12新建区 13红谷滩区 21南昌县 23安义县 24进贤县'],
  ['3602', '景德镇市', '02昌江区 03珠山区 22浮梁县 81乐平市'],
  ['3603', '萍乡市', '02安源区 13湘东区 21莲花县 22上栗县 23芦溪县'],
  [
    '3604',
    '九江市',
    '02濂溪区 03浔阳区 04柴桑区 23武宁县 24修水县 25永修县 26德安县 28都昌县 29湖口县 30彭泽县 81瑞昌市 82共青城市 83庐山市',
  ],
  ['3605', '新余市', '02渝水区 21分宜县'],
  ['3606', '鹰潭市', '02月湖区 03余江区 81贵溪市'],
  [
    '3607',
    '赣州市',
    '02章贡区 03南康区 04赣县区 22信丰县 23大余县 24上犹县 25崇义县 26安远县 28定南县 29全南县 30宁都县 31于都县 32兴国县 33会昌县 34寻乌县 35石城县 81瑞金市 83龙南市',
  ],
  [
    '3608',
    '吉安市',
    '02吉州区 03青原区 21吉安县 22吉水县 23峡江县 24新干县 25永丰县 26泰和县 27遂川县 28万安县 29安福县 30永新县 81井冈山市',
  ],
  ['3609', '宜春市', '02袁州区 21奉新县 22万载县 23上高县 24宜丰县 25靖安县 26铜鼓县 81丰城市 82樟树市 83高安市'],
  [
    '3610',
    '抚州市',
    '02临川区 03东乡区 21南城县 22黎川县 23南丰县 24崇仁县 25乐安县 26宜黄县 27金溪县 28资溪县 30广昌县',
  ],
  [
    '3611',
    '上饶市',
    '02信州区 03广丰区 04广信区 23玉山县 24铅山县 25横峰县 26弋阳县 27余干县 28鄱阳县 29万年县 30婺源县 81德兴市',
  ],
];

/** Codes that came into use within the records; the codes that they replaced are in `former`. */
const since: Readonly<Record<string, string>> = { '360113': '2019-12-31', '360783': '2020-06-30' };

/** Areas whose codes are no longer given out: machines in old records may still have them. */
const former: readonly AreaEntry[] = [
  { code: '360727', name: '龙南县', level: 'county', parent: '3607', validFrom: null, validTo: '2020-06-29' },
];

const entry = (code: string, name: string, level: AreaLevel, parent: string | null): AreaEntry => ({
  code,
  name,
  level,
  parent,
  validFrom: since[code] ?? null,
  validTo: null,
});

/** The whole tree, parents before children. */
export const areas: readonly AreaEntry[] = [
  entry(root, '江西省', 'province', null),
  ...cities.flatMap(([city, name, counties]) => [
    entry(city, name, 'city', root),
    ...counties.split(' ').map((text) => entry(city + text.slice(0, 2), text.slice(2), 'county', city)),
  ]),
];

const byCode = new Map([...former, ...areas].map((area) => [area.code, area]));

/** A code as this tree writes it: the six digits of a city (`360100`) become its four. */
export const areaCode = (text: string): string =>
  text !== root && text.length === 6 && text.endsWith('00') ? text.slice(0, 4) : text;

/** The area with this code of four or six digits, null if there is none. */
export const areaOf = (code: string): AreaEntry | null => byCode.get(areaCode(code)) ?? null;

/** Whether a code is a county's; machines are placed in counties. */
export const isCounty = (code: string): boolean => areaOf(code)?.level === 'county';

/** The prefix that all county codes of an area have in common. */
export const prefixOf = (code: string): string => (code === root ? root.slice(0, 2) : areaCode(code));

/** Whether a code is the area's, or of an area within it. */
export const isWithin = (code: string, area: string): boolean => prefixOf(code).startsWith(prefixOf(area));

/** As `isWithin`, for checking many counties against one area. */
export function inArea(area: string): (county: string) => boolean {
  const prefix = prefixOf(area);
  return (county) => county.startsWith(prefix);
}

/** The areas directly below one. */
export const childrenOf = (code: string): AreaEntry[] => areas.filter((area) => area.parent === areaCode(code));

/** The path from the root to the area itself; empty if there is no such area. */
export function pathOf(code: string): AreaEntry[] {
  const area = areaOf(code);
  if (!area) return [];
  return area.parent === null ? [area] : [...pathOf(area.parent), area];
}
