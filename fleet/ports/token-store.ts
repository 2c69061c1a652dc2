import type { Token } from '../../shared/contracts/fleet/token.ts';

/** A token as it is stored: with the SHA-256 of its text, in hex, and without the text. */
export interface TokenRecord extends Token {
  readonly hash: string;
}

/** The tokens of programs. Saving one again replaces it; none is ever deleted. */
export interface TokenStore {
  tokens(): Promise<readonly TokenRecord[]>;
  saveToken(record: TokenRecord): Promise<void>;
}
