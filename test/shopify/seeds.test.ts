import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import shopify from '../../connectors/shopify/index.ts';
import { type Draft, Exact, type Payload } from '../../src/sdk/index.ts';
import { validateDraft } from '../../src/unify/validate.ts';
import { recorded } from '../emulators/shopify/schema.ts';

const folder = join(recorded, 'fivetran_seeds');
const streams = shopify.streams(shopify.parse({ shop: 'acme.myshopify.com', accessToken: 'shpat_test' }));

/** Rows of a table that another program made of Shopify's answers; no cell of it holds a comma. */
function rowsOf(name: string): Record<string, string>[] {
  const [head = '', ...lines] = readFileSync(join(folder, `shopify_gql_${name}_data.csv`), 'utf8')
    .trim()
    .split(/\r?\n/);
  const columns = head.split(',');
  return lines.map((line) => {
    const cells = line.split(',');
    return Object.fromEntries(columns.map((column, index) => [column, cells[index]!.trim()]));
  });
}

const camel = (name: string) => name.replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
const cell = (text: string) => {
  if (text === '') return null;
  if (/^(TRUE|FALSE)$/i.test(text)) return /^true$/i.test(text);
  return /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(text) ? `${text.replace(' ', 'T')}Z` : text;
};

/** A row as the shop had said it: amounts in their set, names as GraphQL writes them. */
function recordOf(row: Record<string, string>, more: Payload = {}): Payload {
  const record: Payload = {};
  for (const [column, text] of Object.entries(row)) {
    const [, set, part] = /^(\w+_set)_shop_(amount|currency_code)$/.exec(column) ?? [];
    if (set === undefined) record[camel(column)] = cell(text);
    else {
      const { shopMoney = {} } = (record[camel(set)] ?? {}) as { shopMoney?: Payload };
      record[camel(set)] = { shopMoney: { ...shopMoney, [camel(part!)]: text } };
    }
  }
  return { ...record, ...more };
}

const empty = { pageInfo: { hasNextPage: false }, nodes: [] };

describe.skipIf(!existsSync(folder))('what others kept of a shop (skipped where ../shared/fixtures is absent)', () => {
  const customer = ({ email = '', phone = '', ...row }: Record<string, string>): Payload => ({
    ...recordOf(row),
    defaultEmailAddress: {
      emailAddress: email,
      marketingState: row['email_marketing_consent_state']!,
      marketingUpdatedAt: cell(row['email_marketing_consent_updated_at']!),
    },
    defaultPhoneNumber: { phoneNumber: phone },
  });

  it.each<[string, string, (row: Record<string, string>) => Payload, string]>([
    ['order', 'orders', (row) => recordOf(row, { lineItems: empty }), 'total'],
    ['abandoned_checkout', 'abandoned-checkouts', (row) => recordOf(row, { lineItems: empty }), 'total'],
    ['customer', 'customers', customer, ''],
  ])('every row of %s is a record of %s', (table, stream, make, amount) => {
    // Some rows were made up without the day, which Shopify always says.
    const rows = rowsOf(table).filter((row) => row['processed_at'] !== '');
    expect(rows.length).toBeGreaterThan(1);
    for (const row of rows) {
      const drafts = streams[stream]!.map(make(row));
      expect(drafts.flatMap((draft: Draft) => validateDraft(draft))).toEqual([]);
      const { data } = drafts[0]! as { data: Payload };
      expect(data['key']).toBe(row['id']);
      if (amount === '') continue;
      expect(new Exact(String(data[amount])).equals(row['total_price_set_shop_amount']!)).toBe(true);
      expect(data['currency']).toBe(row['total_price_set_shop_currency_code']);
    }
  });
});
