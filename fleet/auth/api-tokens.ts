import { randomBytes, timingSafeEqual } from 'node:crypto';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import { root } from '../../shared/areas/jiangxi.ts';
import type { CreatedToken, NewToken, Token } from '../../shared/contracts/fleet/token.ts';
import { bilingual } from '../../shared/contracts/meaning.ts';
import { limits } from '../limits.ts';
import type { AuditTrail } from '../ports/audit-trail.ts';
import type { Clock } from '../ports/clock.ts';
import type { TokenRecord, TokenStore } from '../ports/token-store.ts';
import { RefusedError } from '../refused.ts';
import type { Principal } from '../registry/records.ts';
import { canSee, requireArea, stillMay } from './permissions.ts';
import { takePoint } from './rate-limit.ts';
import { newToken, tokenHash } from './tokens.ts';
import type { Users } from './users.ts';

/** What tokens need. `environment` is the token of the server's environment, null without one. */
export interface ApiTokenDependencies {
  readonly store: TokenStore;
  readonly clock: Pick<Clock, 'now'>;
  readonly audit: Pick<AuditTrail, 'noteRepeated'>;
  readonly users: Pick<Users, 'get'>;
  readonly environment: string | null;
  /** Called if a token no longer works, so that its streams end. */
  readonly ended: () => void;
}

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** The name of the environment's token in the audit log, and of its user in lists. */
const environmentName = 'environment';
const environmentUser = 'program';

/** The text of a token: its id, which may be shown, and its secret of 256 random bits. */
const form = /^yj_([0-9a-f]{12})_[\w-]{43}$/;

/**
 * The tokens of programs: named, with a scope and an area, valid for a time, revocable. They are
 * held in memory; their texts are stored nowhere.
 */
export class ApiTokens {
  readonly #deps: ApiTokenDependencies;
  readonly #environmentHash: string | null;
  readonly #tokens = new Map<string, TokenRecord>();
  readonly #requests = new RateLimiterMemory({ points: limits.tokenRequests, duration: limits.tokenRequestsS });
  readonly #wrong = new RateLimiterMemory({ points: limits.wrongTokens, duration: limits.wrongTokensS });

  constructor(deps: ApiTokenDependencies) {
    this.#deps = deps;
    this.#environmentHash = deps.environment === null ? null : tokenHash(deps.environment);
  }

  /** Reads the tokens. */
  async open(): Promise<void> {
    for (const record of await this.#deps.store.tokens()) this.#tokens.set(record.id, record);
  }

  /** The tokens of the administrator's area, the newest first. */
  list(by: Principal): Token[] {
    return [...this.#tokens.values()]
      .filter(({ area }) => canSee(by, area))
      .sort((a, b) => b.created - a.created)
      .map(withoutHash);
  }

  /** Creates a token. Refuses an area outside the administrator's. */
  async create(by: Principal, { name, scope, area, days }: NewToken): Promise<CreatedToken> {
    requireArea(by, area);
    const created = this.#deps.clock.now();
    const id = randomBytes(6).toString('hex');
    const text = `yj_${id}_${newToken()}`;
    const life = { created, createdBy: by.user, expires: created + days * dayMs, lastUsed: null, revoked: null };
    const record = { id, name, scope: [...new Set(scope)], area, ...life, hash: tokenHash(text) };
    await this.#save(record);
    return { token: withoutHash(record), text };
  }

  /** Revokes a token, which stops working at once. Refuses one outside the administrator's area. */
  async revoke(by: Principal, id: string): Promise<void> {
    const record = this.#tokens.get(id);
    if (!record || !canSee(by, record.area))
      throw new RefusedError('not-found', `there is no token ${id}`, '没有这个令牌');
    if (record.revoked !== null) return;
    await this.#save({ ...record, revoked: { at: this.#deps.clock.now(), by: by.user } });
    this.#deps.ended();
  }

  async #save(record: TokenRecord): Promise<void> {
    await this.#deps.store.saveToken(record);
    this.#tokens.set(record.id, record);
  }

  /**
   * The program that a token belongs to. Null if it is not valid, which is recorded. Refuses one
   * that asks too often, and an address that guesses.
   */
  async principalOf(text: string, address: string): Promise<Principal | null> {
    const hash = tokenHash(text);
    if (this.#environmentHash !== null && isSame(hash, this.#environmentHash))
      return { user: environmentUser, role: 'admin', area: root, token: { name: environmentName, scope: null } };
    const record = this.#tokens.get(form.exec(text)?.[1] ?? '');
    const why = record && isSame(hash, record.hash) ? this.#whyInvalid(record) : 'unknown';
    if (!record || why !== null) return this.#refuse(record ?? null, why ?? 'unknown', address);
    await takePoint(
      this.#requests,
      record.id,
      bilingual('too many requests with this token: wait a minute', '这个令牌的请求过多，请一分钟后再试'),
    );
    this.#noteUse(record);
    const { id, name, area } = record;
    // Metrics are those of the whole programme. Older versions also issued this scope for one area.
    const scope = area === root ? record.scope : record.scope.filter((each) => each !== 'metrics');
    // A user's name has no such sign, so that no token passes for a user.
    return { user: `@${name}`, role: 'viewer', area, token: { name: `${name} (${id})`, scope } };
  }

  /** Whether a user or program, by the name under which it acts, may enrol a county's machines. */
  mayIssueCodes = (by: string, region: string): boolean => {
    if (by === environmentUser) return this.#environmentHash !== null;
    if (!by.startsWith('@')) return stillMay(this.#deps.users.get(by), 'enrol', region);
    return [...this.#tokens.values()].some(
      (token) =>
        by === `@${token.name}` &&
        token.scope.includes('enrol') &&
        canSee(token, region) &&
        this.#whyInvalid(token) === null,
    );
  };

  /** A token works no longer than who made it administers all of its area. */
  #whyInvalid({ revoked, expires, createdBy, area }: TokenRecord): 'revoked' | 'expired' | 'maker-gone' | null {
    if (revoked !== null) return 'revoked';
    const { users } = this.#deps;
    if (createdBy !== environmentUser && !stillMay(users.get(createdBy), 'administer', area)) return 'maker-gone';
    return this.#deps.clock.now() < expires ? null : 'expired';
  }

  async #refuse(record: TokenRecord | null, why: string, address: string): Promise<null> {
    this.#deps.audit.noteRepeated({
      ...{ actor: { kind: 'nobody', name: '' }, address, act: 'token-refused', outcome: 'refused', why },
      region: record?.area ?? root,
      subject: record?.id ?? null,
    });
    await takePoint(
      this.#wrong,
      address,
      bilingual('too many wrong tokens: wait a minute', '错误的令牌过多，请一分钟后再试'),
    );
    return null;
  }

  /** The hour of the last use is stored, so that a token in use costs one write an hour. */
  #noteUse(record: TokenRecord): void {
    const lastUsed = Math.floor(this.#deps.clock.now() / hourMs) * hourMs;
    if (record.lastUsed === lastUsed) return;
    const used = { ...record, lastUsed };
    this.#tokens.set(record.id, used);
    // If it cannot be stored now, the next hour's use stores it.
    this.#deps.store.saveToken(used).catch(() => undefined);
  }
}

const isSame = (a: string, b: string): boolean => timingSafeEqual(Buffer.from(a), Buffer.from(b));

const withoutHash = ({ hash: _, ...token }: TokenRecord): Token => token;
