import type { FastifyRequest } from 'fastify';
import type { Site } from '../../auth/passkeys.ts';
import type { Browser } from '../../auth/sign-in-guard.ts';
import { readCookie } from './cookies.ts';

/** By what a browser's own description is recognised; the first that occurs counts. */
const browsers: readonly (readonly [RegExp, string])[] = [
  [/MicroMessenger\//, 'WeChat'],
  [/QQBrowser\//, 'QQ Browser'],
  [/360SE|QIHU/, '360'],
  [/Edg(e|A|iOS)?\//, 'Edge'],
  [/OPR\//, 'Opera'],
  [/Firefox\/|FxiOS\//, 'Firefox'],
  [/Chrome\/|CriOS\//, 'Chrome'],
  [/Safari\//, 'Safari'],
];
const systems: readonly (readonly [RegExp, string])[] = [
  [/HarmonyOS/, 'HarmonyOS'],
  [/Android/, 'Android'],
  [/iPhone|iPad/, 'iOS'],
  [/Windows/, 'Windows'],
  [/Mac OS X/, 'macOS'],
  [/Linux/, 'Linux'],
];

const named = (text: string, list: typeof browsers): string[] => {
  const found = list.find(([sign]) => sign.test(text));
  return found ? [found[1]] : [];
};

/** A browser and its system as people know them: `Firefox · Windows`. Empty if neither is known. */
const agentName = (text: string): string => [...named(text, browsers), ...named(text, systems)].join(' · ');

/** The browser that sent a request. */
export const browserOf = (request: FastifyRequest): Browser => ({
  address: request.ip,
  agent: agentName((request.headers['user-agent'] ?? '').slice(0, 512)),
  device: readCookie(request, 'device'),
});

/** The site that a request's page belongs to. */
export const siteOf = (request: FastifyRequest): Site => ({
  origin: `${request.protocol}://${request.host}`,
  host: request.hostname,
});
