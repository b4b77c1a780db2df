import { type Auth, FieldError, settingsOf, z } from '../../src/sdk/index.ts';

const secret = z.string().min(1, 'is empty');
const { settings, parse } = settingsOf(
  'Zendesk',
  z.strictObject({
    url: z
      .url({ protocol: /^https?$/, error: 'must be the address of the help desk: "https://acme.zendesk.com"' })
      .describe('The help desk\'s own address: "https://acme.zendesk.com"'),
    email: z
      .email('must be an e-mail address')
      .describe('Of the administrator whom the API token works for')
      .optional(),
    apiToken: secret.describe('An API token, together with the e-mail').optional(),
    accessToken: secret.describe('An OAuth access token that does not end, instead of e-mail and API token').optional(),
    webhookSecret: secret.describe('The signing secret of the webhook').optional(),
  }),
);
export type Settings = ReturnType<typeof parse>;

export function authOf({ email, apiToken, accessToken }: Settings): Auth {
  if (accessToken !== undefined) {
    if (apiToken !== undefined) throw new FieldError('accessToken', 'goes without apiToken: give one of them');
    return { kind: 'bearer', token: accessToken };
  }
  if (apiToken === undefined) throw new FieldError('apiToken', 'is required, or accessToken');
  if (email === undefined) throw new FieldError('email', 'is required with apiToken');
  return { kind: 'basic', user: `${email}/token`, password: apiToken };
}

/** Settings, whose credentials must be whole. */
export const wholeSettings = {
  settings,
  parse(written: unknown): Settings {
    const parsed = parse(written);
    authOf(parsed);
    return parsed;
  },
};
