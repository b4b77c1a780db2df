import { domainToASCII } from 'node:url';
import { type CountryCode, isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js';
import { blockOf, type IdentifierKind } from './blocked-values.ts';

/** An identifier in the one spelling in which it is compared. */
export interface NormalIdentifier {
  kind: IdentifierKind;
  value: string;
  /** Why it does not match: INVALID (no such thing as an e-mail "n.a."), BLOCKED (see blocked-values.ts); null where it does. */
  violation: 'INVALID' | 'BLOCKED' | null;
  /** Whether a guest can be known by it within one source. */
  namesGuest: boolean;
}

const longestValue = 512;

/**
 * An identifier as it is compared, or null where there is none. `country` reads phone numbers without a prefix.
 * PERSON, LOYALTY_CARD and DEVICE values are trimmed and otherwise the source's own.
 */
export function normalise(
  kind: IdentifierKind,
  raw: string | undefined,
  country: string | null,
): NormalIdentifier | null {
  const given = raw?.trim();
  if (!given) return null;
  const value = kind === 'EMAIL' ? normalEmail(given) : kind === 'PHONE' ? normalPhone(given, country) : given;
  if (value === null || value.length > longestValue) {
    return { kind, value: given.slice(0, 200).toWellFormed(), violation: 'INVALID', namesGuest: false };
  }
  const block = blockOf(kind, value);
  return { kind, value, violation: block && 'BLOCKED', namesGuest: block !== 'NOBODY' };
}

/**
 * Trimmed, NFKC, lower case, the domain in ASCII; null where it is no address. Dots and +tags stay: what they mean is the
 * provider's affair, and two customers that are one are easier to mend than one that is two.
 */
export function normalEmail(raw: string): string | null {
  const email = raw
    .normalize('NFKC')
    .replaceAll(/[\u200B-\u200D\u2060\uFEFF]/g, '')
    .trim()
    .toLowerCase()
    .normalize('NFKC');
  const cut = email.lastIndexOf('@');
  const [mailbox, domain] = [email.slice(0, cut), domainToASCII(email.slice(cut + 1))];
  const valid =
    /^[^\s@"<>(),:;\\[\]\p{Cc}]{1,64}$/u.test(mailbox) &&
    /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/.test(domain) &&
    mailbox.length + domain.length < 254;
  return valid ? `${mailbox}@${domain}` : null;
}

/** E.164, with ";ext=" where it has an extension (a switchboard is not a person); null where it is no valid number. */
export function normalPhone(raw: string, country: string | null): string | null {
  if (raw.length > 100) return null;
  const defaultCountry: CountryCode | undefined = country && isSupportedCountry(country) ? country : undefined;
  const number = parsePhoneNumberFromString(raw.replace(/^00/, '+'), {
    extract: false,
    ...(defaultCountry && { defaultCountry }),
  });
  if (!number?.isValid()) return null;
  return number.ext ? `${number.number};ext=${number.ext}` : number.number;
}
