import type { EntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';

/**
 * Works customers' profiles out anew, as the best of their identities: the newest value, an account's before a guest's.
 * Country, region and city are one identity's together, for a city without its country is no place.
 */
export async function writeProfiles(
  em: EntityManager,
  workspaceId: string,
  customerIds: readonly string[],
): Promise<void> {
  if (customerIds.length === 0) return;
  const best = (field: string) => sql`(array_agg(${sql.ref(field)} order by first_seen_at desc nulls last, guest, seq)
    filter (where ${sql.ref(field)} is not null))[1]`;
  const place = (field: string) => sql`(array_agg(${sql.ref(field)} order by first_seen_at desc nulls last, guest, seq)
    filter (where coalesce(country, region, city) is not null))[1]`;
  await sql`
    insert into customers (workspace_id, id, name, email, phone, country, region, city, first_seen_at)
    select workspace_id, customer_id, ${best('name')}, ${best('email')}, ${best('phone')}, ${place('country')},
      ${place('region')}, ${place('city')}, min(first_seen_at)
    from identities
    where workspace_id = ${workspaceId} and customer_id = any(${customerIds}::uuid[])
    group by workspace_id, customer_id
    on conflict (workspace_id, id) do update set
      name = excluded.name, email = excluded.email, phone = excluded.phone, country = excluded.country,
      region = excluded.region, city = excluded.city, first_seen_at = excluded.first_seen_at
    where (customers.name, customers.email, customers.phone, customers.country, customers.region, customers.city,
        customers.first_seen_at)
      is distinct from (excluded.name, excluded.email, excluded.phone, excluded.country, excluded.region, excluded.city,
        excluded.first_seen_at)`.execute(em.getKysely());
}

/** Removes customers that are somebody else now. Their ids stay good: they are the ids of the identities that founded them. */
export async function removeCustomers(
  em: EntityManager,
  workspaceId: string,
  customerIds: readonly string[],
): Promise<void> {
  if (customerIds.length === 0) return;
  await sql`
    delete from customers where workspace_id = ${workspaceId} and id = any(${customerIds}::uuid[])`.execute(
    em.getKysely(),
  );
}
