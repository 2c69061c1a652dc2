import { createHash, type KeyObject, randomBytes, sign } from 'node:crypto';
import { isIP, isIPv4 } from 'node:net';
import { bits, boolean, explicit, implicit, integer, octets, oid, sequence, set, time, utf8 } from './der.ts';

/** What a certificate says [RFC 5280, 4.1]. Times in ms since 1970. */
export interface CertificateSubject {
  /** Its common name. */
  readonly name: string;
  readonly publicKey: KeyObject;
  readonly from: number;
  readonly until: number;
  /**
   * What it is for: to sign the others, to be a server under some names and addresses, or to be a
   * client.
   */
  readonly use: 'authority' | 'client' | { readonly server: readonly string[] };
}

/** Who signs a certificate: on P-256, with SHA-256. */
export interface CertificateIssuer {
  readonly name: string;
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
}

const ecdsaWithSha256 = sequence(oid('1.2.840.10045.4.3.2'));

/** The usual start is an hour earlier, for clients whose clocks are slow. */
const slowClockMs = 3_600_000;

/** Makes a certificate, as PEM. */
export function makeCertificate(subject: CertificateSubject, issuer: CertificateIssuer): string {
  const publicKey = subject.publicKey.export({ type: 'spki', format: 'der' });
  const body = sequence(
    explicit(0, integer(Uint8Array.of(2))),
    integer(Buffer.concat([Uint8Array.of(1), randomBytes(15)])),
    ecdsaWithSha256,
    nameOf(issuer.name),
    sequence(time(subject.from - slowClockMs), time(subject.until)),
    nameOf(subject.name),
    publicKey,
    explicit(3, sequence(...extensionsOf(subject, issuer))),
  );
  const signature = bits(sign('sha256', body, issuer.privateKey));
  return pemOf('CERTIFICATE', sequence(body, ecdsaWithSha256, signature));
}

const nameOf = (commonName: string): Buffer => sequence(set(sequence(oid('2.5.4.3'), utf8(commonName))));

const pemOf = (label: string, bytes: Buffer): string =>
  `-----BEGIN ${label}-----\n${bytes.toString('base64').replaceAll(/.{64}(?=.)/g, '$&\n')}\n-----END ${label}-----\n`;

function extension(id: string, isCritical: boolean, content: Buffer): Buffer {
  return sequence(oid(id), ...(isCritical ? [boolean(true)] : []), octets(content));
}

function extensionsOf({ use, publicKey }: CertificateSubject, issuer: CertificateIssuer): Buffer[] {
  const keyIds = [
    extension('2.5.29.14', false, octets(keyIdOf(publicKey))),
    extension('2.5.29.35', false, sequence(implicit(0, keyIdOf(issuer.publicKey)))),
  ];
  if (use === 'authority')
    return [
      // Its own certificates only: no authority below it.
      extension('2.5.29.19', true, sequence(boolean(true), integer(Uint8Array.of(0)))),
      extension('2.5.29.15', true, bits(Uint8Array.of(0b0000_0110), 1)),
      ...keyIds,
    ];
  const purpose = use === 'client' ? '1.3.6.1.5.5.7.3.2' : '1.3.6.1.5.5.7.3.1';
  return [
    extension('2.5.29.19', true, sequence()),
    extension('2.5.29.15', true, bits(Uint8Array.of(0b1000_0000), 7)),
    extension('2.5.29.37', false, sequence(oid(purpose))),
    ...(use === 'client' ? [] : [extension('2.5.29.17', false, sequence(...use.server.map(alternativeName)))]),
    ...keyIds,
  ];
}

/** Identifies a key within certificates [RFC 5280, 4.2.1.2]. */
const keyIdOf = (key: KeyObject): Buffer =>
  createHash('sha256')
    .update(key.export({ type: 'spki', format: 'der' }))
    .digest()
    .subarray(0, 20);

/** A name or address of a server [RFC 5280, 4.2.1.6]. */
function alternativeName(name: string): Buffer {
  return isIP(name) === 0 ? implicit(2, Buffer.from(name)) : implicit(7, addressBytes(name));
}

/** The 4 or 16 bytes of an address. */
function addressBytes(address: string): Uint8Array {
  if (isIPv4(address)) return Uint8Array.from(address.split('.').map(Number));
  const written = new URL(`http://[${address}]`).hostname.slice(1, -1);
  const [head = '', tail] = written.split('::');
  const groups = (text: string): number[] =>
    text === '' ? [] : text.split(':').map((each) => Number.parseInt(each, 16));
  const [before, after] = [groups(head), groups(tail ?? '')];
  const all = [...before, ...Array<number>(8 - before.length - after.length).fill(0), ...after];
  return Uint8Array.from(all.flatMap((each) => [each >> 8, each & 0xff]));
}
