import type { ChannelKind } from './marketing.ts';

/** An ad platform: campaigns of one never bring clicks of another. */
export type Platform =
  | 'GOOGLE'
  | 'META'
  | 'MICROSOFT'
  | 'TIKTOK'
  | 'LINKEDIN'
  | 'PINTEREST'
  | 'SNAPCHAT'
  | 'REDDIT'
  | 'X';

interface ClickIdKind {
  kind: ChannelKind;
  /** Whether only clicks on ads carry it: Facebook puts its own on every link that leads away. */
  paid: boolean;
  platform?: Platform;
}

/** The click ids by the name of their parameter in lower case, and what each says of the click; the more telling first. */
const kinds: Readonly<Record<string, ClickIdKind>> = {
  gclid: { kind: 'PAID_SEARCH', paid: true, platform: 'GOOGLE' },
  gbraid: { kind: 'PAID_SEARCH', paid: true, platform: 'GOOGLE' },
  wbraid: { kind: 'PAID_SEARCH', paid: true, platform: 'GOOGLE' },
  dclid: { kind: 'DISPLAY', paid: true, platform: 'GOOGLE' },
  msclkid: { kind: 'PAID_SEARCH', paid: true, platform: 'MICROSOFT' },
  yclid: { kind: 'PAID_SEARCH', paid: true },
  ttclid: { kind: 'PAID_SOCIAL', paid: true, platform: 'TIKTOK' },
  li_fat_id: { kind: 'PAID_SOCIAL', paid: true, platform: 'LINKEDIN' },
  twclid: { kind: 'PAID_SOCIAL', paid: true, platform: 'X' },
  epik: { kind: 'PAID_SOCIAL', paid: true, platform: 'PINTEREST' },
  sccid: { kind: 'PAID_SOCIAL', paid: true, platform: 'SNAPCHAT' },
  rdt_cid: { kind: 'PAID_SOCIAL', paid: true, platform: 'REDDIT' },
  irclickid: { kind: 'AFFILIATE', paid: true },
  cjevent: { kind: 'AFFILIATE', paid: true },
  awc: { kind: 'AFFILIATE', paid: true },
  fbclid: { kind: 'SOCIAL', paid: false, platform: 'META' },
  mc_eid: { kind: 'EMAIL', paid: false },
  _kx: { kind: 'EMAIL', paid: false },
  srsltid: { kind: 'ORGANIC_SEARCH', paid: false, platform: 'GOOGLE' },
};
export const clickIdKinds: ReadonlyMap<string, ClickIdKind> = new Map(Object.entries(kinds));
