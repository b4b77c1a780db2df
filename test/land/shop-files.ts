import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { uniformInt } from 'pure-rand/distribution/uniformInt';

/** Whole numbers from 0 to `below`, the same ones for the same seed. */
export function seeded(seed: number): (below: number) => number {
  const generator = xoroshiro128plus(seed);
  return (below) => uniformInt(generator, 0, below - 1);
}

export const shopMapping = `
timeZone: Europe/Rome
currency: EUR
files:
  - file: customers.csv
    key: id
    records:
      - { type: customer, key: id, name: name, email: email, personKey: person, createdAt: joined }
  - file: orders.csv
    key: id
    records:
      - { type: order, key: id, customerKey: customer, email: email, placedAt: at, status: status, total: total }
      - { type: refund, when: refunded, key: id, orderKey: id, refundedAt: at, merchandise: refunded }
  - file: lines.csv
    records:
      - { type: line, key: '{order}-{$line}', orderKey: order, quantity: quantity, unitPrice: price }
`;

/**
 * A folder with a shop's files: customers of whom some share an e-mail, orders of customers and of guests, their lines,
 * and some lines that no one can read.
 */
export function writeShop(size: { customers: number; orders: number; lines: number }, seed: number): string {
  const folder = mkdtempSync(join(tmpdir(), 'clientela-shop-'));
  const any = seeded(seed);
  const day = () => `20${20 + any(5)}-0${1 + any(9)}-1${any(10)} 1${any(10)}:00:00`;
  const amount = () => `${any(500)}.${10 + any(90)}`;
  const person = () => any(size.customers);
  const write = (file: string, header: string, count: number, row: (i: number) => string) => {
    const rows = Array.from({ length: count }, (_, i) => (any(500) === 0 ? 'cut,off' : row(i)));
    writeFileSync(join(folder, file), `${[header, ...rows].join('\n')}\n`);
  };
  write('customers.csv', 'id,name,email,person,joined', size.customers, (i) =>
    [
      `c${i}`,
      `"Name, ${i}"`,
      `p${any(100) === 0 ? person() : i}@example.com`,
      `card${any(200) === 0 ? person() : i}`,
      day(),
    ].join(','),
  );
  write('orders.csv', 'id,customer,email,at,status,total,refunded', size.orders, (i) =>
    [
      `o${i}`,
      any(4) === 0 ? '' : `c${person()}`,
      `p${person()}@example.com`,
      any(300) === 0 ? '2026-02-30' : day(),
      any(20) === 0 ? 'cancelled' : 'paid',
      any(300) === 0 ? '"1.234,50"' : amount(),
      any(10) === 0 ? amount() : '',
    ].join(','),
  );
  write('lines.csv', 'order,quantity,price', size.lines, () =>
    [`o${any(size.orders)}`, 1 + any(4), amount()].join(','),
  );
  writeFileSync(join(folder, 'clientela.yaml'), shopMapping);
  return folder;
}
