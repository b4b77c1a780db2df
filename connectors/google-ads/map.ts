import {
  amountAt,
  countAt,
  dayAt,
  decimalAt,
  decimalOf,
  type Draft,
  draft,
  type DraftData,
} from '../../src/sdk/index.ts';
import { idAt, type Payload, required, textAt } from '../../src/sdk/index.ts';

/** Where campaigns of a type are shown. One that spans several, or is not known yet, is of none of our kinds. */
const channels: Readonly<Record<string, { name: string; kind: DraftData['channel']['kind'] }>> = {
  SEARCH: { name: 'Search', kind: 'PAID_SEARCH' },
  SHOPPING: { name: 'Shopping', kind: 'PAID_SEARCH' },
  HOTEL: { name: 'Hotels', kind: 'PAID_SEARCH' },
  TRAVEL: { name: 'Travel', kind: 'PAID_SEARCH' },
  LOCAL_SERVICES: { name: 'Local Services', kind: 'PAID_SEARCH' },
  DISPLAY: { name: 'Display', kind: 'DISPLAY' },
  VIDEO: { name: 'Video', kind: 'DISPLAY' },
  DEMAND_GEN: { name: 'Demand Gen', kind: 'DISPLAY' },
  PERFORMANCE_MAX: { name: 'Performance Max', kind: 'OTHER' },
  MULTI_CHANNEL: { name: 'Apps', kind: 'OTHER' },
  SMART: { name: 'Smart', kind: 'OTHER' },
  LOCAL: { name: 'Local', kind: 'OTHER' },
};

/** Campaigns without an end have one in the year 2037. */
const never = '2037-12-30';

export function mapCampaign(row: Payload): Draft[] {
  const type = required(textAt(row, 'campaign.advertisingChannelType'), 'campaign.advertisingChannelType');
  const { name, kind } = channels[type] ?? { name: type, kind: 'OTHER' };
  const endedOn = dayOf(row, 'endDateTime');
  return [
    draft('channel', { key: type, name: `Google ${name}`, kind }),
    draft('campaign', {
      key: required(idAt(row, 'campaign.id'), 'campaign.id'),
      name: required(textAt(row, 'campaign.name'), 'campaign.name'),
      channelKey: type,
      startedOn: dayOf(row, 'startDateTime'),
      endedOn: endedOn !== undefined && endedOn >= never ? undefined : endedOn,
    }),
  ];
}

/** The day of one of a campaign's times, "2026-01-31 23:59:59" in the account's zone. */
function dayOf(row: Payload, name: 'startDateTime' | 'endDateTime'): string | undefined {
  const path = `campaign.${name}`;
  return dayAt({ campaign: { [name]: textAt(row, path)?.slice(0, 10) ?? null } }, path);
}

export function mapAdGroup(row: Payload): Draft[] {
  return [
    draft('adSet', {
      key: required(idAt(row, 'adGroup.id'), 'adGroup.id'),
      name: required(textAt(row, 'adGroup.name'), 'adGroup.name'),
      campaignKey: idAt(row, 'campaign.id'),
    }),
  ];
}

/** What an ad group, or a campaign that has none, spent on one day of its account. */
export function mapSpend(row: Payload): Draft[] {
  const micros = required(amountAt(row, 'metrics.costMicros'), 'metrics.costMicros');
  return [
    draft('adSpend', {
      key: spendKey(row),
      day: required(dayAt(row, 'segments.date'), 'segments.date'),
      accountZone: textAt(row, 'customer.timeZone'),
      channelKey: textAt(row, 'campaign.advertisingChannelType'),
      campaignKey: required(idAt(row, 'campaign.id'), 'campaign.id'),
      adSetKey: idAt(row, 'adGroup.id'),
      spend: decimalOf(micros.div(1_000_000)),
      currency: required(textAt(row, 'customer.currencyCode'), 'customer.currencyCode'),
      impressions: countAt(row, 'metrics.impressions'),
      clicks: countAt(row, 'metrics.clicks'),
      conversions: decimalAt(row, 'metrics.conversions'),
    }),
  ];
}

/** One day and ad group, or campaign, name one row of a report. */
export function spendKey(row: Payload): string {
  const adGroup = idAt(row, 'adGroup.id');
  const unit =
    adGroup === undefined ? `campaigns/${required(idAt(row, 'campaign.id'), 'campaign.id')}` : `adGroups/${adGroup}`;
  return `${required(textAt(row, 'segments.date'), 'segments.date')}/${unit}`;
}
