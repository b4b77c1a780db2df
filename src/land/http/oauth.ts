import { z } from 'zod';
import { type OAuth2, SourceError } from '../../sdk/index.ts';
import type { Clock } from './clock.ts';
import type { Tokens } from './credentials.ts';
import type { Grant, GrantKeeper } from './grant.ts';
import type { Redactor } from './redactor.ts';
import { NoAnswer, type Transport } from './transport.ts';

/** An access token is renewed when it has less than this left. */
const marginMs = 60_000;

const answer = z.object({
  access_token: z.string().min(1),
  refresh_token: z.string().min(1).optional(),
  expires_in: z.coerce.number().positive().default(3600),
});

/** Access tokens by refresh token; whoever asks at the same time waits for one renewal. */
export class AccessTokens implements Tokens {
  private grant: Grant | null = null;
  private renewal: Promise<Grant> | null = null;

  constructor(
    private readonly auth: OAuth2,
    private readonly tools: { transport: Transport; redactor: Redactor; clock: Clock; keeper: GrantKeeper | undefined },
  ) {
    if (auth.rotates && !tools.keeper)
      throw new SourceError('config', 'The vendor renews the refresh token with every use, and nothing keeps it here');
  }

  async current(): Promise<string> {
    this.grant ??= await this.load();
    if (!this.grant || this.grant.expiresAt - marginMs <= this.tools.clock.now())
      await this.renew(this.grant?.accessToken ?? null);
    return this.grant!.accessToken;
  }

  async renew(refused: string | null): Promise<void> {
    // Another stream's request has seen to it since.
    if (!this.renewal && this.grant && this.grant.accessToken !== refused) return;
    this.renewal ??= this.another().finally(() => (this.renewal = null));
    this.grant = await this.renewal;
  }

  /** Where somebody else, such as a check, has renewed the grant in the meantime, ours may not serve any more. */
  private async another(): Promise<Grant> {
    const kept = await this.load();
    const lasts = kept !== null && kept.expiresAt - marginMs > this.tools.clock.now();
    if (lasts && kept.accessToken !== this.grant?.accessToken) return kept;
    return this.ask(kept ?? this.grant);
  }

  private async load(): Promise<Grant | null> {
    const grant = (await this.tools.keeper?.load()) ?? null;
    if (grant) this.hide(grant);
    return grant;
  }

  private async ask(present: Grant | null): Promise<Grant> {
    const { tokenUrl, clientId, clientSecret } = this.auth;
    const refreshToken = present?.refreshToken ?? this.auth.refreshToken;
    const form = {
      grant_type: 'refresh_token',
      refresh_token: refreshToken,
      client_id: clientId,
      client_secret: clientSecret,
    };
    const { status, text } = await this.tools.transport.exchange(
      {
        method: 'POST',
        url: tokenUrl,
        headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
        body: new URLSearchParams(form).toString(),
      },
      () => false,
    );
    if (status >= 500 || status === 429) throw new NoAnswer(`the token server answered ${status}`);
    if (status !== 200) throw new SourceError('auth', `The token server refused to renew the access (${status})`);
    const granted = answer.safeParse(json(text)).data;
    if (!granted) throw new NoAnswer('the token server answered with something that is no token');
    const grant = {
      accessToken: granted.access_token,
      refreshToken: granted.refresh_token ?? refreshToken,
      expiresAt: this.tools.clock.now() + granted.expires_in * 1000,
    };
    this.hide(grant);
    await this.tools.keeper?.save(grant);
    return grant;
  }

  private hide({ accessToken, refreshToken }: Grant): void {
    this.tools.redactor.add(accessToken);
    this.tools.redactor.add(refreshToken);
  }
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
