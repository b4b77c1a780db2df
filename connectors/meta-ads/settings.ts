import { day, settingsOf, timeZone, z } from '../../src/sdk/index.ts';

const schema = z.strictObject({
  accountId: z
    .string('is required')
    .regex(/^(act_)?\d+$/, 'must be the number of an ad account, such as "1234567890"')
    .describe('The number of the ad account, with or without "act_"'),
  accessToken: z
    .string('is required')
    .min(1, 'is empty')
    .describe('The token of a system user with the permission ads_read'),
  appSecret: z
    .string()
    .min(1, 'is empty')
    .describe("The app's secret, where the app requires that requests prove to know it")
    .optional(),
  timeZone: timeZone.describe("The ad account's time zone, which its days are of: Europe/Rome"),
  since: day.describe('The first day to read, at most 37 months ago: 2025-01-01'),
  conversion: z
    .string()
    .min(1, 'is empty')
    .default('omni_purchase')
    .describe('The kind of action that counts as a conversion'),
});
export type Settings = z.output<typeof schema>;

export const settings = settingsOf('Meta Ads', schema);
