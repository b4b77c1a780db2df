import { Decimal } from 'decimal.js';
import { sql } from 'kysely';
import type { MeasureContext } from '../context.ts';
import { costRows, costScopes } from '../cost-rows.ts';
import type { Provenance } from '../metric.ts';
import { addDays } from '../period.ts';
import { ordersUpToNow, provenanceOf } from '../provenance.ts';
import { Book, type Part } from './book.ts';
import { creditedOrders, type Division, unknownPart, wonOf } from './credited.ts';
import { daysOf } from './months.ts';
import type { AcquisitionQuery } from './question.ts';
import { spendDays } from './spend.ts';

const books = new WeakMap<MeasureContext, Map<string, Book>>();

/** What is known of the customers of a query, divided so; the same for the same question within a request. */
export function openBook(context: MeasureContext, division: Division, query: AcquisitionQuery): Book {
  const open = books.get(context) ?? new Map<string, Book>();
  books.set(context, open);
  const name = JSON.stringify([division, query]);
  const book = open.get(name) ?? new Book({ context, division, query });
  open.set(name, book);
  return book;
}

const description = {
  method: 'value-against-cost@1',
  formula:
    'New customers: persons whose first purchase falls in the period; a channel (campaign) has of each the credit that the ' +
    'attribution model gives it for that purchase, and all credits add up to all new customers. CAC: costs of the period, ' +
    'spendLagDays before, / new customers. Historic value: what the orders within an age left, returns taken off their order, ' +
    '/ customers who are as old, both by credit. Lifetime value: what has come within the horizon plus what the value model ' +
    'expects of the days left, over all new customers; the model is fitted to all customers that the channel (campaign) ever ' +
    'won where they are a hundred or more. Its interval (95 %) is of the mean of such customers: it covers which ones happened ' +
    'to come and what is open about the model’s parameters. Margin: what known costs leave; orders whose costs are unknown are ' +
    'taken to leave the same share of net sales. LTV:CAC: lifetime value / CAC. Payback: the last age, in twelfths of a year, ' +
    'at which mean cumulative margin comes up to the CAC. Maximum CAC: the least of lifetime value / target ratio, value ' +
    'within the months allowed, and the cash cap. No cost of winning a customer is in any value.',
};

/** Where the figures of a part come from: by which rules, and from which orders, touches and costs. */
export async function partProvenance(part: Part): Promise<Provenance> {
  const { book, key } = part;
  const { context, division, query } = book;
  const { workspace } = context;
  const won = wonOf(await creditedOrders(book, 'FIRST'));
  const customers = sql`select w.customer_id from (${won}) w where w.part = ${key}`;
  const costs = costRows(context, spendDays(query), costScopes[query.options.costScope]);
  const ofPart = { ALL: sql`true`, CHANNEL: ofKey(sql`c.channel_id`), CAMPAIGN: ofKey(sql`c.campaign_id`) }[division];
  const touches = sql`
    select t.source_id, t.stream from touch_facts t
    where t.workspace_id = ${workspace.id} and t.counted and t.customer_id in (${customers})`;
  const fed = sql`
    ${ordersUpToNow(context, customers)}
    union all select c.source_id, c.stream from (${costs}) c where c.source_id is not null and ${ofPart}
    ${division === 'ALL' ? sql`` : sql`union all ${touches}`}`;
  return provenanceOf(context, description, fed, await notesOn(part));

  function ofKey(column: ReturnType<typeof sql>) {
    return sql`coalesce(${column}::text, ${unknownPart}) = ${key}`;
  }
}

async function notesOn({ book, key }: Part): Promise<string[]> {
  const { division, query, context } = book;
  const { period, options, filter } = query;
  const { base, costScope, horizonDays, lookBackDays, marginShare, model, paybackMonths, targetRatio } = options;
  const won = await book.won(base);
  const spent = spendDays(query);
  const attributed =
    `Credit by ${model}, touches up to ${lookBackDays} days before the first purchase. What is attributed to a channel is not ` +
    'what would be missing without it.';
  const cap = options.cashCap === null ? '' : ` and at most ${options.cashCap} ${context.workspace.currency}`;
  return [
    `Customers whose first purchase falls on ${period.from} to ${period.to}; ${costScope} costs of ${spent.from} to ${spent.to}.`,
    ...(division === 'ALL' ? [] : [attributed, await unattributed()]),
    `Value is ${base} within ${horizonDays} days of the first purchase; a customer may cost what keeps a ratio of ${targetRatio}, ` +
      `is paid back within ${paybackMonths} months (${daysOf(paybackMonths)} days)${cap}.`,
    marginShare === null ? coverage() : `A margin of ${marginShare} of net sales is ASSUMED, whatever costs are known.`,
    ...(filter
      ? [
          'Of those that a filter finds nobody can tell the cost: each is taken to have cost as much as all of its channel.',
        ]
      : []),
    ...(context.span && period.from < addDays(context.span.from, context.workspace.churnAfterDays)
      ? ['The data begins not long before: some customers may only seem new.']
      : []),
  ];

  function coverage(): string {
    const { net, known } = won.get(key)?.toDate ?? { net: '0', known: '0' };
    const share = new Decimal(net).greaterThan(0) ? new Decimal(known).dividedBy(net).times(100).toFixed(1) : '0';
    return `The costs of ${share} % of their net sales are known.`;
  }

  async function unattributed(): Promise<string> {
    const all = [...won.values()].reduce((sum, { toDate }) => sum.plus(toDate.customers), new Decimal(0));
    const unknown = won.get(unknownPart)?.toDate.customers ?? '0';
    const share = all.isZero() ? '0' : new Decimal(unknown).dividedBy(all).times(100).toFixed(1);
    const what = division === 'CHANNEL' ? 'channel' : 'campaign';
    return `Of ${share} % of the new customers no ${what} is known: those who came by this one all the same are not in its CAC.`;
  }
}
