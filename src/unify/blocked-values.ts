export type IdentifierKind = 'EMAIL' | 'PHONE' | 'PERSON' | 'LOYALTY_CARD' | 'DEVICE';

/** Why a value matches nobody to anybody. NOBODY: not even a guest is known by it. SHARED: it names a guest in one source, never across. */
export type Block = 'NOBODY' | 'SHARED';

/** What forms and exports write where they mean "nothing". */
const placeholders = new Set([
  ...['0', '-', '.', 'null', 'nil', 'none', 'nan', 'na', 'n/a', 'no', 'undefined', 'unknown', 'anonymous', 'guest'],
  ...[
    'test',
    'tests',
    'tester',
    'testing',
    'demo',
    'example',
    'dummy',
    'fake',
    'invalid',
    'customer',
    'xxx',
    '[deleted]',
  ],
]);

/** Local parts that stand for a machine or for no address at all. */
const nobodysMailboxes = new Set([
  ...[
    'noreply',
    'no-reply',
    'no_reply',
    'donotreply',
    'do-not-reply',
    'nobody',
    'noemail',
    'no-email',
    'nomail',
    'no-mail',
  ],
  ...['mailer-daemon', 'postmaster', 'bounce', 'bounces', 'abuse', 'root'],
]);

/** Local parts behind which a whole desk reads. */
const sharedMailboxes = new Set([
  ...['info', 'office', 'contact', 'hello', 'mail', 'sales', 'shop', 'store', 'support', 'help', 'service', 'admin'],
  ...['administrator', 'webmaster', 'accounts', 'accounting', 'billing', 'invoice', 'invoices', 'orders', 'purchasing'],
  ...['reception', 'team', 'customerservice', 'marketing', 'jobs', 'hr', 'kontakt', 'contacto', 'contatto', 'buero'],
]);

/** Domains reserved for examples (RFC 2606, RFC 6761): no mail ever reaches them. */
const exampleDomain = /(^|\.)(example\.(com|org|net)|example|invalid|test|localhost)$/;

/**
 * Marketplaces hand out aliases that they make anew, or give to several of a buyer's accounts, as they please. Aliases
 * that belong to one person for good (privaterelay.appleid.com, mozmail.com, duck.com) are ordinary addresses.
 */
const marketplaceDomain =
  /(^|\.)(marketplace\.amazon\.[a-z.]+|members\.ebay\.[a-z.]+|mail\.mercadolivre\.com(\.br)?|walmart-relay\.com|customer\.etsy\.com)$/;

/** Whether, and why, a normalised value must not match. The one place where such values are listed. */
export function blockOf(kind: IdentifierKind, value: string): Block | null {
  if (kind === 'EMAIL') return blockOfEmail(value);
  if (kind === 'PHONE') return null;
  return placeholders.has(value.toLowerCase()) || /^0+$/.test(value) ? 'NOBODY' : null;
}

function blockOfEmail(email: string): Block | null {
  const cut = email.lastIndexOf('@');
  const domain = email.slice(cut + 1);
  const mailbox = email.slice(0, cut).split('+', 1)[0]!;
  if (placeholders.has(mailbox) || nobodysMailboxes.has(mailbox) || exampleDomain.test(domain)) return 'NOBODY';
  return sharedMailboxes.has(mailbox) || marketplaceDomain.test(domain) ? 'SHARED' : null;
}
