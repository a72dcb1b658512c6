import { randomBytes } from 'node:crypto';

interface AccessToken {
  readonly scopes: readonly string[];
  readonly expiresAt: number;
}

/** The access tokens that were given out. They live in memory: after a restart the tool has to ask again. */
export class AccessTokens {
  readonly #tokens = new Map<string, AccessToken>();
  /** Ids of client assertions that were used, with the time at which they expire. */
  readonly #assertions = new Map<string, number>();

  issue(scopes: readonly string[], now: Date, seconds: number): string {
    const value = randomBytes(16).toString('hex');
    this.#tokens.set(value, { scopes, expiresAt: now.getTime() + seconds * 1000 });
    return value;
  }

  /** The scopes of a token; null when it is unknown, revoked or over. */
  findScopes(value: string, now: Date): readonly string[] | null {
    const token = this.#tokens.get(value);
    if (token === undefined) return null;
    if (token.expiresAt > now.getTime()) return token.scopes;
    this.#tokens.delete(value);
    return null;
  }

  revoke(value: string): void {
    this.#tokens.delete(value);
  }

  revokeAll(): void {
    this.#tokens.clear();
  }

  /** Remembers an assertion's `jti`; false when it was used before (RFC 7523, section 3). */
  useAssertion(jti: string, expiresAt: number, now: Date): boolean {
    for (const [id, end] of this.#assertions) if (end < now.getTime()) this.#assertions.delete(id);
    if (this.#assertions.has(jti)) return false;
    this.#assertions.set(jti, expiresAt);
    return true;
  }
}
