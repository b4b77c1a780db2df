import type { Draft, DraftType, Payload, Stream } from '../../../src/sdk/index.ts';
import { type Life, lifeOf } from '../world/life.ts';
import type { World } from '../world/world.ts';

/** People on a page of a stream that goes person by person. */
export const pageSize = 1000;

interface Definition<P extends Payload> {
  entities: readonly DraftType[];
  personalData: boolean;
  pages: number;
  /** The records of one page, made from nothing but the settings and the page's number. */
  page(number: number): P[];
  key(payload: P): string;
  map(payload: P): Draft[];
}

/** A stream whose cursor is the number of the page that comes next. */
export function streamOf<P extends Payload>({ entities, personalData, pages, page, key, map }: Definition<P>): Stream {
  return {
    entities,
    personalData,
    firstParty: true,
    async *read(cursor, { signal }) {
      for (let number = typeof cursor === 'number' ? cursor : 0; number < pages; number++) {
        signal.throwIfAborted();
        const records = page(number).map((payload) => ({ key: key(payload), payload }));
        yield { records, cursor: number + 1, progress: (number + 1) / pages };
      }
    },
    // The demo wrote the records itself, so their shape is known.
    map: (payload) => map(payload as P),
  };
}

/** A stream that goes person by person. */
export function peopleStream<P extends Payload & { id: string }>(
  world: World,
  definition: Pick<Definition<P>, 'entities' | 'map'> & { of(life: Life): P[] },
): Stream {
  const { customers } = world.settings;
  return streamOf<P>({
    ...definition,
    personalData: true,
    pages: Math.ceil(customers / pageSize),
    key: ({ id }) => id,
    page(number) {
      const first = number * pageSize;
      const count = Math.min(pageSize, customers - first);
      return Array.from({ length: count }, (_, at) => definition.of(lifeOf(world, first + at))).flat();
    },
  });
}

/** Who a record belongs to: the account, or else the contact that a guest left. */
export type Contact = { customer_id: string | null; contact_email: string | null };
export const contactOf = ({ account, email }: { account: string | null; email: string | null }): Contact => ({
  customer_id: account,
  contact_email: email,
});
export const personOfRecord = ({ customer_id: customerKey, contact_email: email }: Contact) =>
  customerKey !== null ? { customerKey } : email !== null ? { email } : {};

/** Leaves out what is null: a draft names only what the source knows. */
export function known<T extends object>(
  fields: T,
): { [K in keyof T as null extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as null extends T[K] ? K : never]?: NonNullable<T[K]>;
};
export function known(fields: object): object {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null));
}
