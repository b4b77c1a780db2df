import { idAt, type Payload, recordAt, recordsAt, textAt } from '../../src/sdk/index.ts';

/** What RT calls a user: lists and links name people by that, or by their number where they were asked to. */
export const nameOf = (person: Payload): string | undefined => textAt(person, 'Name') ?? idAt(person, 'id');

/** The number of who asked for help; undefined where the ticket does not tell it. */
export function requestorId(ticket: Payload): string | undefined {
  const id = idAt(recordsAt(ticket, 'Requestor')[0] ?? {}, 'id');
  return id !== undefined && /^\d+$/.test(id) ? id : undefined;
}

/** The address of who asked for help; RT names users whom it made by itself after theirs. */
export function requestorEmail(ticket: Payload): string | undefined {
  const requestor = recordsAt(ticket, 'Requestor')[0] ?? {};
  const name = nameOf(requestor);
  return textAt(requestor, 'EmailAddress') ?? (name?.includes('@') ? name : undefined);
}

/** Whose step it was: those who asked, or were copied in, are customers. */
export function actorOf(transaction: Payload, ticket: Payload): 'AGENT' | 'CUSTOMER' | 'SYSTEM' {
  const creator = nameOf(recordAt(transaction, 'Creator'));
  if (creator === undefined || creator === 'RT_System') return 'SYSTEM';
  const customers = [...recordsAt(ticket, 'Requestor'), ...recordsAt(ticket, 'Cc')];
  return customers.some((person) => nameOf(person) === creator) ? 'CUSTOMER' : 'AGENT';
}
