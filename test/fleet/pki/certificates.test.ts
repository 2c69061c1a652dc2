import { createPrivateKey, X509Certificate } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Authorities } from '../../../fleet/pki/authorities.ts';
import { GivenCertificate } from '../../../fleet/pki/given-certificate.ts';
import { machinePki } from '../../../fleet/pki/machine-pki.ts';
import { OwnCertificate } from '../../../fleet/pki/own-certificate.ts';
import { SecretFolder } from '../../../fleet/pki/secret-folder.ts';
import { MachineId } from '../../../shared/contracts/ids.ts';
import { selfSigned } from '../../support/fleet/certificate.ts';

const now = Date.UTC(2026, 10, 29);
const day = 86_400_000;
const names = ['fleet.example', '192.0.2.7', '2001:db8::1'];

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'yaoju-pki-'));
});
afterEach(() => rmSync(folder, { recursive: true }));
const path = () => join(folder, 'pki');
const pki = () => new SecretFolder(path());
const own = (at: number, its = names) => new OwnCertificate(pki(), Authorities.open(pki(), at), () => its, at);

describe('the own authority', () => {
  it('is made once, readable by its user alone, and kept', () => {
    const [first] = Authorities.open(pki(), now).certificates();
    expect(Authorities.open(pki(), now + 400 * day).certificates()).toEqual([first]);
    own(now);
    machinePki(pki(), Authorities.open(pki(), now));
    expect(statSync(path()).mode & 0o777).toBe(0o700);
    expect(readdirSync(path()).sort()).toEqual(['authorities.pem', 'authority-1.pem', 'enrolment.key', 'server.pem']);
    for (const name of readdirSync(path())) expect(statSync(join(path(), name)).mode & 0o777, name).toBe(0o600);
  });

  it('announces its successor for 180 days before that signs, and both sign answers', () => {
    const authorities = Authorities.open(pki(), now);
    const later = now + 2500 * day;
    expect(authorities.renew(later - 100 * day)).toBe(false);
    expect(authorities.renew(later)).toBe(true);
    expect(authorities.certificates()).toHaveLength(2);
    expect(authorities.signatures('text')).toHaveLength(2);
    const [first, second] = authorities.certificates();
    expect(authorities.signing(later + 179 * day).cert).toBe(first);
    expect(authorities.signing(later + 181 * day).cert).toBe(second);
    expect(Authorities.open(pki(), later).certificates()).toEqual([first, second]);
    expect(readFileSync(join(path(), 'authorities.pem'), 'utf8')).toBe(`${first}${second}`);
  });

  it('certifies a machine’s key', () => {
    const authorities = Authorities.open(pki(), now);
    const keys = machinePki(pki(), authorities);
    const machine = MachineId.parse('JX-360102-0001');
    const { privateKey, publicKey } = keyPairOf(own(now).pair.key);
    const { certificate, expires, renewFrom } = keys.certify(machine, publicKey, now);
    const made = new X509Certificate(certificate);
    expect(made.subject).toBe('CN=JX-360102-0001');
    expect(made.checkIssued(new X509Certificate(authorities.certificates()[0] ?? ''))).toBe(true);
    expect(made.checkPrivateKey(privateKey)).toBe(true);
    expect(made.keyUsage).toEqual(['1.3.6.1.5.5.7.3.2']);
    expect([expires, renewFrom]).toEqual([now + 90 * day, now + 60 * day]);
  });
});

/** A private key and its public key in base64. */
function keyPairOf(pem: string) {
  const privateKey = createPrivateKey(pem);
  const jwk = privateKey.export({ format: 'jwk' });
  const point = Buffer.concat([
    Uint8Array.of(4),
    Buffer.from(jwk.x ?? '', 'base64url'),
    Buffer.from(jwk.y ?? '', 'base64url'),
  ]);
  const head = Buffer.from('3059301306072a8648ce3d020106082a8648ce3d030107034200', 'hex');
  return { privateKey, publicKey: Buffer.concat([head, point]).toString('base64') };
}

describe('the own certificate', () => {
  it('is for every name and address, and is kept over a restart', () => {
    const { cert } = own(now).pair;
    const made = new X509Certificate(cert);
    expect(made.checkHost('fleet.example')).toBe('fleet.example');
    for (const address of names.slice(1)) expect(made.checkIP(address)).toBeDefined();
    expect(made.checkHost('other.example')).toBeUndefined();
    expect(own(now + 59 * day).pair.cert).toBe(cert);
  });

  it.each([
    ['after two thirds of its life', now + 61 * day, names],
    ['if the clock was wrong when it was made', now - 2 * day, names],
    ['for a further name', now, [...names, 'new.example']],
  ])('is renewed with a new key %s', (_, at, its) => {
    const first = own(now).pair;
    const second = own(at, its).pair;
    expect(second.cert).not.toBe(first.cert);
    expect(second.key).not.toBe(first.key);
  });

  it('is renewed while the server runs, and made again if its file is damaged', () => {
    const certificate = own(now);
    const first = certificate.pair;
    expect(certificate.check(now + day)).toBe(false);
    expect(certificate.check(now + 61 * day)).toBe(true);
    expect(certificate.pair).not.toEqual(first);
    const whole = readFileSync(join(path(), 'server.pem'), 'utf8');
    writeFileSync(join(path(), 'server.pem'), whole.slice(0, whole.length / 2));
    expect(own(now + 61 * day).problem).toBeNull();
  });

  it('keeps serving the earlier one if the new one cannot be written', () => {
    const certificate = own(now);
    const first = certificate.pair;
    rmSync(path(), { recursive: true });
    expect(certificate.check(now + 61 * day)).toBe(false);
    expect(certificate.pair).toBe(first);
    expect(certificate.problem).toContain('could not be renewed');
  });
});

describe('a given certificate', () => {
  const files = () => ({ cert: join(folder, 'cert.pem'), key: join(folder, 'key.pem') });
  const write = ({ cert, key }: { cert: string; key: string }) => {
    writeFileSync(files().cert, cert);
    writeFileSync(files().key, key);
  };

  it('is read again when its files have changed as a pair', () => {
    write(selfSigned());
    const certificate = new GivenCertificate(files());
    expect(certificate.check()).toBe(false);
    const next = selfSigned();
    write(next);
    expect(certificate.check()).toBe(true);
    expect(certificate.pair).toEqual(next);
    expect(certificate.problem).toBeNull();
  });

  it.each([
    ['a certificate without its key', ({ cert }: { cert: string }) => ({ cert, key: selfSigned().key })],
    ['half of a certificate', ({ cert, key }: { cert: string; key: string }) => ({ cert: cert.slice(0, 300), key })],
    ['an empty key', ({ cert }: { cert: string }) => ({ cert, key: '' })],
  ])('is not replaced by %s', (_, broken) => {
    const first = selfSigned();
    write(first);
    const certificate = new GivenCertificate(files());
    write(broken(selfSigned()));
    expect(certificate.check()).toBe(false);
    expect(certificate.pair).toEqual(first);
    expect(certificate.problem).toContain('not taken');
    rmSync(files().key);
    expect(certificate.check()).toBe(false);
    expect(certificate.problem).toContain('cannot be read');
    const next = selfSigned();
    write(next);
    expect(certificate.check()).toBe(true);
    expect(certificate.problem).toBeNull();
  });
});
