import type { Draft, DraftData, Payload } from '../../src/sdk/index.ts';
import { instantAt, known, required, textAt } from '../../src/sdk/index.ts';
import { keyAt } from './values.ts';

/** A customer, and what they agreed to be sent. */
export function mapCustomer(customer: Payload): Draft[] {
  const key = required(keyAt(customer, 'id'), 'id');
  const createdAt = instantAt(customer, 'createdAt');
  const country = textAt(customer, 'defaultAddress.countryCodeV2');
  const name = ['firstName', 'lastName'].flatMap((part) => textAt(customer, part) ?? []).join(' ');
  const head: Draft = {
    type: 'customer',
    data: known({
      key,
      name: name || undefined,
      email: textAt(customer, 'defaultEmailAddress.emailAddress'),
      phone: textAt(customer, 'defaultPhoneNumber.phoneNumber'),
      // "ZZ" stands for an unknown country.
      country: country === 'ZZ' ? undefined : country,
      region: textAt(customer, 'defaultAddress.province'),
      city: textAt(customer, 'defaultAddress.city'),
      sourceGroup: textAt(customer, 'statistics.rfmGroup'),
      createdAt,
    }),
  };
  return [
    head,
    ...mapConsent(customer, { path: 'defaultEmailAddress', channel: 'EMAIL', key, createdAt }),
    ...mapConsent(customer, { path: 'defaultPhoneNumber', channel: 'SMS', key, createdAt }),
  ];
}

/** Only who subscribed has agreed: not who was asked to confirm it, nor who never was asked. */
function mapConsent(
  customer: Payload,
  {
    path,
    channel,
    key,
    createdAt,
  }: { path: string; channel: DraftData['consent']['channel']; key: string; createdAt: string | undefined },
): Draft[] {
  const state = textAt(customer, `${path}.marketingState`);
  // Where nothing was ever said, it has been so since the shop knows the customer.
  const since = instantAt(customer, `${path}.marketingUpdatedAt`) ?? createdAt;
  if (state === undefined || state === 'REDACTED' || since === undefined) return [];
  const granted = state === 'SUBSCRIBED';
  return [{ type: 'consent', data: { key: `${key}:${channel}`, customerKey: key, channel, granted, since } }];
}
