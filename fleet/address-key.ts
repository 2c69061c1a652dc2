/** Groups of an IPv6 address that belong to its network: the first 64 bits. */
const networkGroups = 4;

const groupsOf = (part: string): string[] => (part === '' ? [] : part.split(':'));

/**
 * What is counted for an address: an IPv4 address itself; of an IPv6 address its network of 64
 * bits, because each subscriber has at least one whole network. An address of any other form is its
 * own key.
 */
export function addressKey(address: string): string {
  const plain = address.toLowerCase().replace(/%.*$/, '');
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/.exec(plain);
  if (mapped) return mapped[1] ?? plain;
  if (!plain.includes(':')) return plain;
  const [head = '', tail] = plain.split('::');
  const first = groupsOf(head);
  const last = groupsOf(tail ?? '');
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - first.length - last.length);
  const groups = [...first, ...Array<string>(zeros).fill('0'), ...last].slice(0, networkGroups);
  return `${groups.map((group) => group.replace(/^0+(?=.)/, '')).join(':')}::/64`;
}
