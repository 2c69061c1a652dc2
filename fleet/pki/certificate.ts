import { createHash, type KeyObject, randomBytes, sign } from 'node:crypto';
import { isIP } from 'node:net';
import { AsnConvert, OctetString } from '@peculiar/asn1-schema';
import {
  AlgorithmIdentifier,
  AttributeTypeAndValue,
  AttributeValue,
  AuthorityKeyIdentifier,
  BasicConstraints,
  Certificate,
  ExtendedKeyUsage,
  Extension,
  Extensions,
  GeneralName,
  id_ce_authorityKeyIdentifier,
  id_ce_basicConstraints,
  id_ce_extKeyUsage,
  id_ce_keyUsage,
  id_ce_subjectAltName,
  id_ce_subjectKeyIdentifier,
  id_kp_clientAuth,
  id_kp_serverAuth,
  KeyIdentifier,
  KeyUsage,
  KeyUsageFlags,
  Name,
  RelativeDistinguishedName,
  SubjectAlternativeName,
  SubjectKeyIdentifier,
  SubjectPublicKeyInfo,
  TBSCertificate,
  Validity,
  Version,
} from '@peculiar/asn1-x509';

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

const ecdsaWithSha256 = new AlgorithmIdentifier({ algorithm: '1.2.840.10045.4.3.2' });

/** The usual start is an hour earlier, for clients whose clocks are slow. */
const slowClockMs = 3_600_000;

/** Makes a certificate, as PEM. */
export function makeCertificate(subject: CertificateSubject, issuer: CertificateIssuer): string {
  const tbsCertificate = new TBSCertificate({
    version: Version.v3,
    serialNumber: bytesOf(Buffer.concat([Uint8Array.of(1), randomBytes(15)])),
    signature: ecdsaWithSha256,
    issuer: nameOf(issuer.name),
    validity: new Validity({
      notBefore: wholeSecond(subject.from - slowClockMs),
      notAfter: wholeSecond(subject.until),
    }),
    subject: nameOf(subject.name),
    subjectPublicKeyInfo: AsnConvert.parse(spkiOf(subject.publicKey), SubjectPublicKeyInfo),
    extensions: new Extensions(extensionsOf(subject, issuer)),
  });
  const signature = sign('sha256', Buffer.from(AsnConvert.serialize(tbsCertificate)), issuer.privateKey);
  const certificate = new Certificate({
    tbsCertificate,
    signatureAlgorithm: ecdsaWithSha256,
    signatureValue: bytesOf(signature),
  });
  return pemOf('CERTIFICATE', Buffer.from(AsnConvert.serialize(certificate)));
}

/** The bytes in a buffer of their own, as the library takes them. */
const bytesOf = (bytes: Uint8Array): ArrayBuffer => Uint8Array.from(bytes).buffer;

const spkiOf = (key: KeyObject): Buffer => key.export({ type: 'spki', format: 'der' });

/** Certificates have no parts of a second. */
const wholeSecond = (at: number): Date => new Date(Math.floor(at / 1000) * 1000);

const nameOf = (commonName: string): Name =>
  new Name([
    new RelativeDistinguishedName([
      new AttributeTypeAndValue({ type: '2.5.4.3', value: new AttributeValue({ utf8String: commonName }) }),
    ]),
  ]);

const pemOf = (label: string, bytes: Buffer): string =>
  `-----BEGIN ${label}-----\n${bytes.toString('base64').replaceAll(/.{64}(?=.)/g, '$&\n')}\n-----END ${label}-----\n`;

const extension = (extnID: string, critical: boolean, content: unknown): Extension =>
  new Extension({ extnID, critical, extnValue: new OctetString(AsnConvert.serialize(content)) });

function extensionsOf({ use, publicKey }: CertificateSubject, issuer: CertificateIssuer): Extension[] {
  const keyIds = [
    extension(id_ce_subjectKeyIdentifier, false, new SubjectKeyIdentifier(keyIdOf(publicKey))),
    extension(
      id_ce_authorityKeyIdentifier,
      false,
      new AuthorityKeyIdentifier({ keyIdentifier: new KeyIdentifier(keyIdOf(issuer.publicKey)) }),
    ),
  ];
  if (use === 'authority')
    return [
      // Its own certificates only: no authority below it.
      extension(id_ce_basicConstraints, true, new BasicConstraints({ cA: true, pathLenConstraint: 0 })),
      extension(id_ce_keyUsage, true, new KeyUsage(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign)),
      ...keyIds,
    ];
  const names = use === 'client' ? [] : use.server.map(alternativeName);
  return [
    extension(id_ce_basicConstraints, true, new BasicConstraints()),
    extension(id_ce_keyUsage, true, new KeyUsage(KeyUsageFlags.digitalSignature)),
    extension(id_ce_extKeyUsage, false, new ExtendedKeyUsage([use === 'client' ? id_kp_clientAuth : id_kp_serverAuth])),
    ...(names.length === 0 ? [] : [extension(id_ce_subjectAltName, false, new SubjectAlternativeName(names))]),
    ...keyIds,
  ];
}

/** Identifies a key within certificates [RFC 5280, 4.2.1.2]. */
const keyIdOf = (key: KeyObject): ArrayBuffer =>
  bytesOf(createHash('sha256').update(spkiOf(key)).digest().subarray(0, 20));

/** A name or address of a server [RFC 5280, 4.2.1.6]. */
const alternativeName = (name: string): GeneralName =>
  new GeneralName(isIP(name) === 0 ? { dNSName: name } : { iPAddress: name });
