import { type HttpResponse, type Session, SourceError } from '../../sdk/index.ts';
import type { Tokens } from './credentials.ts';
import type { Redactor } from './redactor.ts';

/** The token of a login; whoever asks at the same time waits for one login. */
export class SessionTokens implements Tokens {
  private token: string | null = null;
  private login: Promise<string> | null = null;

  constructor(
    private readonly session: Session,
    private readonly ask: () => Promise<HttpResponse>,
    private readonly redactor: Redactor,
  ) {}

  async current(): Promise<string> {
    if (this.token === null) await this.renew(null);
    return this.token!;
  }

  async renew(refused: string | null): Promise<void> {
    if (!this.login && this.token !== refused) return;
    this.login ??= this.logIn().finally(() => (this.login = null));
    this.token = await this.login;
  }

  private async logIn(): Promise<string> {
    const response = await this.ask();
    const token = response.status < 400 ? this.session.token(response) : undefined;
    if (!token) throw new SourceError('auth', `The source refused to log in (${response.status})`);
    this.redactor.add(token);
    return token;
  }
}
