import { day, settingsOf, z } from '../../src/sdk/index.ts';

const number = /^\d{3}-?\d{3}-?\d{4}$/;
const given = z.string('is required').min(1, 'is empty');

const schema = z.strictObject({
  customerId: z
    .string('is required')
    .regex(number, 'must be the number of an account, such as "123-456-7890"')
    .describe('The number of the account that runs the ads: 123-456-7890'),
  loginCustomerId: z
    .string()
    .regex(number, 'must be the number of a manager account')
    .describe('The number of the manager account through which it is reached, where the user has no direct access')
    .optional(),
  developerToken: given.describe('The developer token: Tools → API Centre of a manager account'),
  clientId: given.describe('Of the OAuth client'),
  clientSecret: given.describe('Of the OAuth client'),
  refreshToken: given.describe('What a user granted to the OAuth client, for the scope adwords'),
  since: day.describe('The first day to read, at most 37 months ago: 2025-01-01'),
  conversionWindowDays: z
    .number()
    .int('must be whole days')
    .min(1, 'must be 1 to 90')
    .max(90, 'must be 1 to 90')
    .default(30)
    .describe("How long after a click a conversion still counts: the longest of the account's conversion actions"),
});
export type Settings = z.output<typeof schema>;

export const settings = settingsOf('Google Ads', schema);
