import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { guessMapping } from '../../connectors/file/guess/guess.ts';
import { parseMapping } from '../../connectors/file/mapping.ts';
import { folderWith } from './folder.ts';

interface Guess {
  files: { file: string; key?: string | string[]; records: Record<string, unknown>[]; [setting: string]: unknown }[];
}

async function guess(folder: string): Promise<Guess> {
  const written: unknown = parse(await guessMapping(folder));
  expect(parseMapping(written)).not.toHaveProperty('issues');
  return written as Guess;
}
const entry = ({ files }: Guess, name: string) => files.find(({ file }) => file === name)!;

describe('a guess', () => {
  it('tells separators, encodings, dates, decimals and keys', async () => {
    const folder = folderWith({
      'Bestellungen orders.csv': Buffer.from(
        'Order ID;Customer ID;Order date;Total;Currency\n1;a;31.01.2026;1.234,50;EUR\n2;b;01.02.2026;9,90;EUR\n',
        'latin1',
      ),
      'customers.csv': Buffer.from(
        'Customer ID;Name;E-Mail\na;Jürgen Möller;a@example.com\nb;Zoë;b@example.com\n',
        'latin1',
      ),
    });
    const guessed = await guess(folder);
    expect(guessed.files.map(({ file }) => file)).toEqual(['customers.csv', 'Bestellungen orders.csv']);
    expect(entry(guessed, 'customers.csv')).toMatchObject({
      encoding: 'windows-1252',
      key: 'Customer ID',
      records: [{ type: 'customer', key: 'Customer ID', name: 'Name', email: 'E-Mail' }],
    });
    expect(entry(guessed, 'Bestellungen orders.csv')).toMatchObject({
      date: ['dd.MM.yyyy'],
      decimal: ',',
      key: 'Order ID',
      records: [
        {
          type: 'order',
          key: 'Order ID',
          customerKey: 'Customer ID',
          placedAt: 'Order date',
          total: 'Total',
          currency: 'Currency',
        },
      ],
    });
  });

  it('reads tags as tags: which campaign they name is found out later', async () => {
    const guessed = await guess(
      folderWith({
        'sessions.csv':
          'id,customer_id,time,utm_source,utm_medium,utm_campaign,landing_page\n1,7,2026-01-31 10:00:00,google,cpc,spring,/\n2,8,2026-01-31 11:00:00,google,cpc,spring,/\n',
      }),
    );
    expect(entry(guessed, 'sessions.csv').records[0]).toMatchObject({
      type: 'touch',
      utmSource: 'utm_source',
      utmMedium: 'utm_medium',
      utmCampaign: 'utm_campaign',
      landing: 'landing_page',
    });
    expect(entry(guessed, 'sessions.csv').records[0]).not.toHaveProperty('campaignKey');
  });

  it('puts names together, and forgives a few values that are wrong', async () => {
    const orders = Array.from({ length: 20 }, (_, n) => `${n},${n},${n + 10}.01.2026 10:00,"${n},50",sent`);
    const guessed = await guess(
      folderWith({
        'customers.csv': 'id,first_name,last_name,mail\n1,Ada,Rossi,ada@example.com\n2,Ugo,Verdi,ugo@example.com\n',
        'orders.csv': ['order_no,customer,ordered,total,state', ...orders, '20,1,soon,n/a,sent'].join('\n'),
      }),
    );
    expect(entry(guessed, 'customers.csv').records).toEqual([
      { type: 'customer', key: 'id', name: '{first_name} {last_name}', email: 'mail' },
    ]);
    expect(entry(guessed, 'orders.csv')).toMatchObject({
      date: ['dd.MM.yyyy HH:mm'],
      decimal: ',',
      records: [{ type: 'order', key: 'order_no', customerKey: 'customer', placedAt: 'ordered', total: 'total' }],
    });
  });

  it('sees orders with a line a row, and customers that no file of their own holds', async () => {
    const rows = [
      '1,17850,2010-12-01 08:26,A,6,2.55',
      '1,17850,2010-12-01 08:26,B,8,2.75',
      '2,13047,2010-12-01 08:34,A,1,2.55',
    ];
    const folder = folderWith({
      'sales.csv': `InvoiceNo,CustomerID,InvoiceDate,StockCode,Quantity,UnitPrice\n${rows.join('\n')}\n`,
    });
    const { records } = entry(await guess(folder), 'sales.csv');
    expect(records).toMatchObject([
      { type: 'customer', key: 'CustomerID' },
      { type: 'order', key: 'InvoiceNo', customerKey: 'CustomerID', placedAt: 'InvoiceDate' },
      {
        type: 'line',
        key: '{InvoiceNo}-{StockCode}',
        orderKey: 'InvoiceNo',
        productKey: 'StockCode',
        quantity: 'Quantity',
        unitPrice: 'UnitPrice',
      },
    ]);
  });

  it('says what it cannot tell, and which files it cannot read', async () => {
    const text = await guessMapping(folderWith({ 'notes.csv': 'foo,bar\n1,2\n', 'broken.csv.gz': 'no gzip' }));
    expect(text).toContain('# notes.csv: what its rows are could not be told. Its columns: foo, bar');
    expect(text).toContain('# broken.csv.gz could not be read: ');
  });

  it.each<[string, string, Record<string, string>]>([
    [
      'tickets',
      'ticket_id,requester_email,subject,status,created_at,solved_at\n1,a@x.io,Help,solved,2026-01-01 10:00,2026-01-02\n',
      { type: 'ticket', openedAt: 'created_at', email: 'requester_email' },
    ],
    [
      'ad_spend',
      'date,campaign,spend,impressions,clicks\n2026-01-01,c1,10.5,100,3\n',
      { type: 'adSpend', day: 'date', spend: 'spend' },
    ],
    [
      'leads',
      'lead_id,email,first_contact_date,origin\n1,a@x.io,2026-01-01,search\n',
      { type: 'lead', firstContactAt: 'first_contact_date' },
    ],
    [
      'refunds',
      'refund_id,order_id,refunded_at,amount,reason\n1,7,2026-01-01,5.00,late\n',
      { type: 'refund', merchandise: 'amount', orderKey: 'order_id' },
    ],
    [
      'shipments',
      'id,order_id,shipped_at,delivered_at,promised_date\n1,7,2026-01-01,2026-01-02,2026-01-03\n',
      { type: 'delivery', promisedAt: 'promised_date' },
    ],
    [
      'events',
      'id,customer_id,timestamp,event\n1,c,2026-01-01T10:00:00Z,opened\n',
      { type: 'event', at: 'timestamp', kind: 'event' },
    ],
    ['identities', 'id,customer_id,kind,value\n1,c,EMAIL,a@x.io\n', { type: 'identity', customerKey: 'customer_id' }],
    ['payments', 'payment_id,order_id,method,amount\n1,7,card,5.00\n', { type: 'payment', amount: 'amount' }],
    [
      'reviews',
      'review_id,order_id,rating,text,created_at\n1,7,4,fine,2026-01-01\n',
      { type: 'survey', score: 'rating', comment: 'text' },
    ],
  ])('knows %s', async (name, csv, expected) => {
    const { records } = entry(await guess(folderWith({ [`${name}.csv`]: csv })), `${name}.csv`);
    expect(records.at(-1)).toMatchObject(expected);
  });
});

const olist = join(import.meta.dirname, '../../../shared/data/olist/sample_4000_with_reviews');
describe.skipIf(!existsSync(olist))('real folders (skipped where ../shared/data is absent)', () => {
  it('needs nothing but zone and currency for Olist', async () => {
    const { files } = await guess(olist);
    const types = Object.fromEntries(files.map(({ file, records }) => [file, records.map(({ type }) => type)]));
    expect(types).toEqual({
      'olist_customers_dataset.csv': ['customer'],
      'olist_products_dataset.csv': ['category', 'product'],
      'olist_orders_dataset.csv': ['order', 'delivery'],
      'olist_order_items_dataset.csv': ['line'],
      'olist_order_payments_dataset.csv': ['payment'],
      'olist_order_reviews_dataset.csv': ['survey'],
    });
  });

  it('knows the purchases of CDNOW', async () => {
    const guessed = await guess(join(olist, '../../cdnow'));
    expect(entry(guessed, 'CDNOW_master.txt')).toMatchObject({
      separator: 'whitespace',
      date: ['yyyyMMdd'],
      records: [{ type: 'order', key: '$line', customerKey: 'customer_id', placedAt: 'date', total: 'dollar_value' }],
    });
  });
});
