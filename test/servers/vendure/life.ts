import type { VendureShop } from './shop.ts';

const people = ['Ada', 'Bob', 'Carla', 'Dino', 'Elsa', 'Fabio', 'Ada-Maria'];
/** Two names with one address: Vendure makes one customer of them. */
const emailOf = (name: string) => `${name.split('-')[0]!.toLowerCase()}@example.com`;

/** Lets people come, look, buy, take their time, get their goods and send them back, so many times. */
export async function fillShop(shop: VendureShop, variants: string[], visits: number): Promise<void> {
  for (let turn = 0; turn < visits; turn++) {
    const name = people[turn % people.length]!;
    const variant = variants[turn % variants.length]!;
    const visitor = shop.visitor();
    if (turn % 5 === 0) {
      await visitor.fill(variant, 1);
      continue;
    }
    const orderId = await visitor.buy(variant, 1 + (turn % 3), [name, emailOf(name)]);
    if (turn % 5 === 1) await shop.cancel(orderId);
    if (turn % 5 === 2) await shop.refund(orderId);
    if (turn % 5 >= 3) {
      const fulfilment = await shop.fulfil(orderId);
      if (turn % 2 === 0) await shop.moveFulfilment(fulfilment, 'Shipped');
      if (turn % 4 === 0) await shop.moveFulfilment(fulfilment, 'Delivered');
      if (turn % 8 === 4) await shop.refund(orderId);
    }
  }
}
