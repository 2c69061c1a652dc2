const groupsOf = (part: string): string[] => (part === '' ? [] : part.split(':'));

/** The first 64 bits of an IPv6 address in lower case, as four groups without leading zeros. */
function networkGroups(address: string): [string, string, string, string] {
  const [head = '', tail] = address.split('::');
  const first = groupsOf(head);
  const last = groupsOf(tail ?? '');
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - first.length - last.length);
  const groups = [...first, ...Array<string>(zeros).fill('0'), ...last];
  const at = (index: number): string => (groups[index] ?? '').replace(/^0+(?=.)/, '');
  return [at(0), at(1), at(2), at(3)];
}

/**
 * The networks to which an address belongs, from the smallest to the largest: of an IPv4 address
 * itself and its network of 24 bits; of an IPv6 address its networks of 64, 56 and 48 bits, because
 * each subscriber has at least 64 bits, and many have 56 or 48. An address of any other form is its
 * own only network.
 */
export function networksOf(address: string): readonly [string, ...string[]] {
  const plain = address.toLowerCase().replace(/%.*$/, '');
  const ipv4 = /^(?:::ffff:)?((\d+\.\d+\.\d+)\.\d+)$/.exec(plain);
  if (ipv4) return [ipv4[1] ?? plain, `${ipv4[2]}.0/24`];
  if (!plain.includes(':')) return [plain];
  const [a, b, c, d] = networkGroups(plain);
  const d56 = (Number.parseInt(d, 16) & 0xff00).toString(16);
  return [`${a}:${b}:${c}:${d}::/64`, `${a}:${b}:${c}:${d56}::/56`, `${a}:${b}:${c}::/48`];
}

/** What is counted for an address: its smallest network. */
export const addressKey = (address: string): string => networksOf(address)[0];
