import { join } from 'node:path';
import type { Logger } from 'pino';
import { encryptionOf, isPlainBeyondLoopback, isPlainLink } from '../../shared/config/encryption.ts';
import type { FleetConfig } from '../../shared/config/fleet.ts';
import { bilingual } from '../../shared/contracts/meaning.ts';
import { Authorities } from '../pki/authorities.ts';
import { GivenCertificate } from '../pki/given-certificate.ts';
import type { KeyPair } from '../pki/key-pair.ts';
import { machinePki } from '../pki/machine-pki.ts';
import { OwnCertificate } from '../pki/own-certificate.ts';
import { ownNames } from '../pki/own-names.ts';
import { SecretFolder } from '../pki/secret-folder.ts';
import type { TlsCertificate } from '../pki/tls-certificate.ts';
import type { Clock } from '../ports/clock.ts';
import type { Pki } from '../ports/pki.ts';
import { StartFailure } from './failure.ts';

/** The two listeners of the server. */
export type ListenerName = 'mqtt' | 'http';

/** What a listener's TLS shows: whether it is used, until when, and what is wrong. */
export interface TlsHealth {
  readonly encryption: 'own certificate' | 'given certificate' | 'plain';
  readonly expires: number | null;
  readonly problem: string | null;
}

/** The server's keys and certificates, kept up to date. */
export interface Certificates {
  readonly pki: Pki;
  /** The certificate of a listener. Null if it does not encrypt. */
  readonly of: Readonly<Record<ListenerName, TlsCertificate | null>>;
  /** The listeners that do not encrypt although other computers may reach them. */
  readonly plain: readonly ListenerName[];
  health(): Readonly<Record<ListenerName, TlsHealth>>;
  /** Gives a listener each further certificate, without a restart. */
  onChange(name: ListenerName, take: (pair: KeyPair) => void): void;
  /** Renews what is due and reads given files again. Called every few seconds. */
  check(): void;
}

/**
 * Opens the fleet's own authority in the data folder, and the listeners' certificates. Throws
 * StartFailure.
 */
export function openCertificates(config: FleetConfig, clock: Pick<Clock, 'now'>, log: Logger): Certificates {
  const folder = join(config.dataDir, 'pki');
  try {
    return certificatesIn(folder, config, clock, log);
  } catch (error) {
    if (error instanceof StartFailure) throw error;
    const why = (error as Error).message;
    throw new StartFailure(bilingual(`pki: ${folder}: ${why}`, `无法使用 ${folder} 中的证书`));
  }
}

function certificatesIn(folder: string, config: FleetConfig, clock: Pick<Clock, 'now'>, log: Logger): Certificates {
  const files = new SecretFolder(folder);
  const authorities = Authorities.open(files, clock.now());
  let own: OwnCertificate | null = null;
  const open = (name: ListenerName): TlsCertificate | null => {
    const encryption = encryptionOf(config[name]);
    if (encryption === 'plain') return null;
    if (encryption !== 'own') return given(name, encryption);
    own ??= new OwnCertificate(files, authorities, () => ownNames(namesOf(config)), clock.now());
    return own;
  };
  const of = { mqtt: config.broker === 'embedded' ? open('mqtt') : null, http: open('http') };
  const plain = plainOf(config);
  for (const name of plain)
    log.warn({ listener: name }, `${name} is not encrypted, and other computers may reach it: ${name}.plain is true`);
  const takers: [name: ListenerName, take: (pair: KeyPair) => void][] = [];
  const problems = new Map<ListenerName, string | null>();
  return {
    pki: machinePki(files, authorities),
    of,
    plain,
    health: () => ({ mqtt: healthOf(of.mqtt), http: healthOf(of.http) }),
    onChange: (name, take) => takers.push([name, take]),
    check() {
      const now = clock.now();
      const restored = files.restoreMissing();
      if (restored.length > 0)
        log.error(
          { folder, restored },
          `keys and certificates were deleted while the server runs; they were written again: find out who did it · 密钥和证书在运行中被删除，已重新写出，请查明原因`,
        );
      if (authorities.renew(now)) log.info('a further certificate authority was made, and is announced to kiosks');
      const changed = new Set([of.mqtt, of.http].filter((certificate) => certificate?.check(now) === true));
      for (const [name, take] of takers) {
        const certificate = of[name];
        if (certificate === null || !changed.has(certificate)) continue;
        take(certificate.pair);
        log.info({ listener: name, expires: new Date(certificate.expires) }, 'a new certificate is in use');
      }
      for (const name of ['mqtt', 'http'] as const) {
        const problem = of[name]?.problem ?? null;
        if (problem !== null && problem !== problems.get(name)) log.error({ listener: name, problem }, 'certificate');
        problems.set(name, problem);
      }
    },
  };
}

/** Reports machines that have to be enrolled again, because the fleet's authority was lost. */
export function reportCutOff(machines: readonly string[], { dataDir }: FleetConfig, log: Logger): void {
  if (machines.length === 0) return;
  const folder = join(dataDir, 'pki');
  const { en, zh } = bilingual(
    'the certificate authority of enrolled machines is lost: restore this folder from a backup, or enrol them again',
    '已接入机器所用的证书机构已丢失：请从备份恢复此文件夹，否则这些机器须重新接入',
  );
  log.error({ folder, enrolAgain: machines.length, first: machines.slice(0, 10) }, `${en} · ${zh}`);
}

function given(name: ListenerName, files: { readonly cert: string; readonly key: string }): GivenCertificate {
  try {
    return new GivenCertificate(files);
  } catch (error) {
    const why = (error as Error).message;
    throw new StartFailure(
      bilingual(`${name}: ${why}`, `无法使用 ${name}.tls 的证书：请检查 ${files.cert} 和 ${files.key}`),
    );
  }
}

/** The names that people gave this server in its configuration. */
function namesOf({ mqtt, http }: FleetConfig): string[] {
  const addresses = [http.address, mqtt.address].flatMap((url) => (url === undefined ? [] : new URL(url).hostname));
  return [...addresses.map((name) => name.replace(/^\[|\]$/g, '')), mqtt.host, http.host].filter(
    (name) => name !== '0.0.0.0' && name !== '::',
  );
}

function plainOf({ mqtt, http, broker }: FleetConfig): ListenerName[] {
  const isMqttPlain = broker === 'embedded' ? isPlainBeyondLoopback(mqtt) : isPlainLink(broker);
  return [...(isMqttPlain ? (['mqtt'] as const) : []), ...(isPlainBeyondLoopback(http) ? (['http'] as const) : [])];
}

function healthOf(certificate: TlsCertificate | null): TlsHealth {
  if (certificate === null) return { encryption: 'plain', expires: null, problem: null };
  const { expires, problem } = certificate;
  return {
    encryption: certificate instanceof OwnCertificate ? 'own certificate' : 'given certificate',
    expires,
    problem,
  };
}
