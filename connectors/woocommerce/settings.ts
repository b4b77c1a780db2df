import { settingsOf, z } from '../../src/sdk/index.ts';

const address = z
  .url({ protocol: /^https?$/, error: 'must be the address of the shop, such as "https://shop.example"' })
  .describe('The shop\'s address: "https://shop.example", with its folder where WordPress lives in one');
const consumerKey = z
  .string('is required')
  .startsWith('ck_', 'must be a consumer key, which begins with "ck_"')
  .describe('Of a key with the permission Read: WooCommerce → Settings → Advanced → REST API');
const consumerSecret = z
  .string('is required')
  .startsWith('cs_', 'must be a consumer secret, which begins with "cs_"')
  .describe('Shown once, when the key is made');
const webhookSecret = z.string().min(1, 'is empty').describe('The secret of the webhooks, the same for all').optional();

export const settings = settingsOf(
  'WooCommerce',
  z.strictObject({ url: address, consumerKey, consumerSecret, webhookSecret }),
);
export type Settings = ReturnType<typeof settings.parse>;
