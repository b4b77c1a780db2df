import { monthOf } from '../world/clock.ts';
import { decimalOf, sum } from '../world/money.ts';
import type { Order } from '../world/order.ts';
import { pairs } from '../world/plan.ts';
import { Counts, Groups } from './count.ts';

type Amount = 'gross' | 'discounts' | 'tax' | 'shipping' | 'returns' | 'shippingRefunded' | 'taxRefunded';

/** Exact totals by month and currency, and how often products were bought together. */
export class Sales {
  readonly #orders = new Counts<string>();
  readonly #amounts = new Groups(() => new Counts<Amount>());
  readonly #purchases = new Counts<string>();
  readonly #pairs = pairs.map(() => ({ first: 0, second: 0, both: 0 }));

  see(order: Order): void {
    this.#count(order);
    if (order.purchase) this.#basket(order);
    if (order.test || order.status === 'FAILED') return;
    this.#sale(order, order.at, 1);
    if (order.status === 'CANCELLED') this.#sale(order, order.cancelledAt ?? order.at, -1);
    for (const refund of order.refunds) {
      const month = this.#month(refund.at, order);
      month.add('returns', refund.merchandise);
      month.add('shippingRefunded', refund.shipping);
      month.add('taxRefunded', refund.tax);
    }
  }

  #count(order: Order): void {
    const valid = !order.test && order.kind !== 'EXCHANGE' && order.status !== 'FAILED' && order.status !== 'CANCELLED';
    this.#orders.add(order.status);
    this.#orders.add('all');
    if (order.test) this.#orders.add('test');
    if (order.kind === 'EXCHANGE') this.#orders.add('exchange');
    if (order.account === null && order.email === null) this.#orders.add('nameless');
    if (valid) this.#orders.add('valid');
    if (valid && order.total === 0) this.#orders.add('withoutValue');
    if (order.purchase) this.#orders.add('purchases');
    if (order.purchase) this.#purchases.add(monthOf(order.at));
  }

  #sale({ lines, discount, shipping, tax, ...order }: Order, at: number, sign: 1 | -1): void {
    const goods = lines.filter(({ product }) => product !== null);
    const month = this.#month(at, order);
    month.add('gross', sign * sum(goods.map(({ price, quantity }) => price * quantity)));
    month.add('discounts', sign * (discount + sum(goods.map((line) => line.discount))));
    month.add('shipping', sign * shipping);
    month.add('tax', sign * tax);
  }

  #month(at: number, { currency }: Pick<Order, 'currency'>): Counts<Amount> {
    return this.#amounts.at(`${monthOf(at)} ${currency}`);
  }

  #basket({ lines }: Order): void {
    const products = new Set(lines.map(({ product }) => product?.key));
    pairs.forEach(({ first, second }, at) => {
      const seen = this.#pairs[at]!;
      if (products.has(first)) seen.first++;
      if (products.has(second)) seen.second++;
      if (products.has(first) && products.has(second)) seen.both++;
    });
  }

  totals() {
    return {
      orders: this.#orders.all(),
      purchasesByMonth: this.#purchases.all(),
      /** By "YYYY-MM CUR": refunds in the month they were given; net = gross - discounts - tax - returns. */
      amounts: this.#amounts.all((month) => {
        const of = (name: Amount) => month.of(name);
        return {
          gross: decimalOf(of('gross')),
          discounts: decimalOf(of('discounts')),
          tax: decimalOf(of('tax')),
          shipping: decimalOf(of('shipping')),
          returns: decimalOf(of('returns')),
          shippingRefunded: decimalOf(of('shippingRefunded')),
          taxRefunded: decimalOf(of('taxRefunded')),
          net: decimalOf(of('gross') - of('discounts') - of('tax') - of('returns')),
        };
      }),
      pairs: pairs.map((pair, at) => ({ ...pair, bought: this.#pairs[at]! })),
    };
  }
}
