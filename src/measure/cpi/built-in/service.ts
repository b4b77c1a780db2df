import type { CpiDefinition } from '../definition.ts';

const request = {
  area: 'CUSTOMER_SERVICE',
  subject: 'REQUEST',
  unit: 'SUBJECT',
  datedBy: 'openedAt',
  shows: 'KEPT',
  minimumSample: 30,
} satisfies Partial<CpiDefinition>;
const exclude = [
  { reason: 'spam', where: { field: 'status', in: ['SPAM'] } },
  { reason: 'merged into another request', where: { field: 'status', in: ['MERGED'] } },
];

/** How requests for help are answered. */
export const serviceCpis: readonly CpiDefinition[] = [
  {
    ...request,
    key: 'first-response',
    name: 'First response in time',
    question: 'Does a person answer me within four hours?',
    success: { within: { limit: 'PT4H', from: 'openedAt', to: 'firstReplyAt', clock: 'CALENDAR' } },
    exclude,
    target: { share: '0.8' },
  },
  {
    ...request,
    key: 'requests-solved',
    name: 'Requests solved in time',
    question: 'Is my problem solved within two days?',
    success: { within: { limit: 'PT48H', from: 'openedAt', to: 'firstSolvedAt', clock: 'CALENDAR' } },
    exclude,
    target: { share: '0.8' },
  },
  {
    ...request,
    key: 'reopened-requests',
    name: 'Reopened requests',
    question: 'Once you say it is solved, is it?',
    success: { where: { field: 'reopens', lte: '0' }, decidedBy: 'firstSolvedAt' },
    exclude: [...exclude, { reason: 'reopening is not recorded', where: { field: 'reopens', known: false } }],
    shows: 'BROKEN',
    target: { share: '0.1' },
  },
  {
    ...request,
    key: 'one-touch-resolution',
    name: 'Solved with one answer',
    question: 'Does your first answer solve my problem?',
    success: {
      where: {
        all: [
          { field: 'agentReplies', lte: '1' },
          { field: 'reopens', lte: '0' },
        ],
      },
      decidedBy: 'firstSolvedAt',
    },
    exclude: [...exclude, { reason: 'no public answer', where: { field: 'firstReplyAt', known: false } }],
    target: { share: '0.7' },
  },
];
