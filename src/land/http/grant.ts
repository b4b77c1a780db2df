/** What an OAuth 2 server granted. */
export interface Grant {
  accessToken: string;
  refreshToken: string;
  /** Milliseconds since 1970. */
  expiresAt: number;
}

/** Keeps a source's grant from one run to the next: a rotated refresh token is the only one that still works. */
export interface GrantKeeper {
  /** Null where there is none, or where the source has been given another refresh token since. */
  load(): Promise<Grant | null>;
  /** Awaited before the grant is used. */
  save(grant: Grant): Promise<void>;
}
