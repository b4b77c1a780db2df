import { countAt, dayAt, decimalAt, decimalOf, type Draft, draft, Exact, FieldError } from '../../src/sdk/index.ts';
import { idAt, instantAt, type Payload, recordsAt, required, textAt } from '../../src/sdk/index.ts';

/** What the records do not say of themselves. */
export interface Reading {
  /** The ad account's zone, which its days are of. */
  timeZone: string;
  /** The kind of action that counts as a conversion. */
  conversion: string;
}

const channelKey = 'meta';

/** The account stands for the channel: Meta tells no further ones apart. */
export function mapAccount(account: Payload): Draft[] {
  required(idAt(account, 'id'), 'id');
  return [draft('channel', { key: channelKey, name: 'Meta', kind: 'PAID_SOCIAL' })];
}

export function mapCampaign(campaign: Payload, { timeZone }: Reading): Draft[] {
  const day = (path: string) => {
    const instant = instantAt(campaign, path);
    // What has no end ends in 1969.
    return instant === undefined || instant < '1971' ? undefined : dayIn(timeZone, instant);
  };
  return [
    draft('campaign', {
      key: required(idAt(campaign, 'id'), 'id'),
      name: required(textAt(campaign, 'name'), 'name'),
      channelKey,
      startedOn: day('start_time'),
      endedOn: day('stop_time'),
    }),
  ];
}

export function mapAdSet(adSet: Payload): Draft[] {
  return [
    draft('adSet', {
      key: required(idAt(adSet, 'id'), 'id'),
      name: required(textAt(adSet, 'name'), 'name'),
      campaignKey: idAt(adSet, 'campaign_id'),
    }),
  ];
}

/** One day and ad name one row of the insights. */
export const insightKey = (row: Payload): string => `${String(row['date_start'])}/${String(row['ad_id'])}`;

/** What an ad spent on one day of its account. */
export function mapInsight(row: Payload, { timeZone, conversion }: Reading): Draft[] {
  const day = required(dayAt(row, 'date_start'), 'date_start');
  const until = dayAt(row, 'date_stop');
  if (until !== undefined && until !== day) throw new FieldError('date_stop', 'is another day than date_start', until);
  const ad = required(idAt(row, 'ad_id'), 'ad_id');
  return [
    draft('adSpend', {
      key: `${day}/${ad}`,
      day,
      accountZone: timeZone,
      channelKey,
      campaignKey: idAt(row, 'campaign_id'),
      adSetKey: idAt(row, 'adset_id'),
      ad: textAt(row, 'ad_name') ?? ad,
      spend: required(decimalAt(row, 'spend'), 'spend'),
      currency: required(textAt(row, 'account_currency'), 'account_currency'),
      impressions: countAt(row, 'impressions'),
      clicks: countAt(row, 'clicks'),
      conversions: conversionsOf(row, conversion),
    }),
  ];
}

/** Meta lists the kinds of actions that happened: what is not in the list did not happen. */
function conversionsOf(row: Payload, conversion: string): string {
  const counted = recordsAt(row, 'actions').filter((action) => textAt(action, 'action_type') === conversion);
  return decimalOf(counted.reduce((sum, action) => sum.plus(decimalAt(action, 'value') ?? 0), new Exact(0)));
}

/** The calendar day in a zone: "2026-01-31". */
function dayIn(timeZone: string, instant: string): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' }).format(new Date(instant));
}
