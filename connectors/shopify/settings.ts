import { z } from 'zod';
import { settingsOf } from '../../src/sdk/index.ts';

const shop = z
  .string('is required')
  .regex(
    /^([a-z0-9][a-z0-9-]*\.myshopify\.com|http:\/\/127\.0\.0\.1:\d+)$/,
    'must be the shop\'s own domain, such as "acme.myshopify.com", not the one that customers see',
  )
  .describe("The shop's own domain: acme.myshopify.com");
const accessToken = z
  .string('is required')
  .min(1, 'is empty')
  .describe('The Admin API access token of an app that is installed in the shop');
const apiSecret = z
  .string()
  .min(1, 'is empty')
  .describe("The app's API secret key, which webhooks are signed with")
  .optional();

export const settings = settingsOf('Shopify', z.strictObject({ shop, accessToken, apiSecret }));
export type Settings = ReturnType<typeof settings.parse>;

/** Where the shop is asked. A loopback address stands for a shop in tests. */
export const originOf = ({ shop: domain }: Settings): string =>
  domain.startsWith('http:') ? domain : `https://${domain}`;
