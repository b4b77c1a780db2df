import { sql } from 'kysely';
import { flag, instant, number, type Subject, text } from '../field.ts';

export const requestStates = ['OPEN', 'PENDING', 'SOLVED', 'CLOSED', 'MERGED', 'SPAM'] as const;

export const request: Subject = {
  description: 'A request for help.',
  from: sql`tickets t`,
  valid: sql`true`,
  identityId: sql`t.identity_id`,
  orderId: sql`t.order_id`,
  of: null,
  since: sql`t.opened_at`,
  datedBy: 'openedAt',
  fields: {
    openedAt: instant('When it was made.', 't.opened_at'),
    firstReplyAt: instant(
      'The first public answer of a person; automatic answers and notes are none.',
      't.first_reply_at',
    ),
    firstSolvedAt: instant('When it was solved for the first time.', 't.first_solved_at'),
    solvedAt: instant('When it was solved for the last time.', 't.solved_at'),
    status: text('Where it stands now.', 't.status', requestStates),
    channel: text('How it was made: email, chat, phone …', 't.channel'),
    priority: text('How urgent it is, as the source names it.', 't.priority'),
    reopens: number('How often the customer opened it again.', 't.reopens'),
    agentReplies: number(
      'How many public answers of a person it took; unknown where none is recorded.',
      sql`(select nullif(count(*), 0) from ticket_events e where e.workspace_id = t.workspace_id and e.ticket_id = t.id
        and e.kind = 'COMMENT' and e.actor = 'AGENT' and e.public)`,
    ),
    statusChanges: number(
      'How often its state changed; unknown where that is not recorded.',
      sql`(select nullif(count(*), 0) from ticket_events e where e.workspace_id = t.workspace_id and e.ticket_id = t.id
        and e.kind = 'STATUS')`,
    ),
    aboutOrder: flag('Whether it is about an order.', sql`(t.order_id is not null)`),
  },
};
