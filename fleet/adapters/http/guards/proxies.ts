import { BlockList, isIPv6 } from 'node:net';

/** Whether a socket's address is one of these addresses and networks (`10.0.0.0/8`). */
export function proxyAddresses(proxies: readonly string[]): (address: string) => boolean {
  const list = new BlockList();
  for (const each of proxies) {
    const [address = '', bits] = each.split('/');
    const family = isIPv6(address) ? 'ipv6' : 'ipv4';
    if (bits === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(bits), family);
  }
  return (address) => {
    const plain = address.replace(/^::ffff:(?=\d+\.)/i, '');
    return plain !== '' && list.check(plain, isIPv6(plain) ? 'ipv6' : 'ipv4');
  };
}
