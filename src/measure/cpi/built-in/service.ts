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
    question: 'Does a person answer me within four working hours?',
    success: { within: { limit: 'PT4H', from: 'openedAt', to: 'firstReplyAt', clock: 'BUSINESS' } },
    exclude,
    target: { share: '0.8' },
  },
  {
    ...request,
    key: 'requests-solved',
    name: 'Requests solved in time',
    question: 'Is my problem solved within sixteen working hours?',
    success: { within: { limit: 'PT16H', from: 'openedAt', to: 'firstSolvedAt', clock: 'BUSINESS' } },
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
    exclude: [
      ...exclude,
      { reason: 'no public answer', where: { field: 'agentReplies', known: false }, from: 'firstSolvedAt' },
    ],
    target: { share: '0.7' },
  },
  {
    ...request,
    key: 'wait-for-agent',
    name: 'Short waits for us',
    question: 'In all, do I wait less than twelve working hours for you until my problem is solved?',
    success: {
      within: { limit: 'PT12H', from: 'openedAt', to: 'firstSolvedAt', clock: 'BUSINESS', pausedIn: ['PENDING'] },
    },
    exclude,
    target: { share: '0.7' },
  },
  {
    key: 'effort',
    name: 'Help without effort',
    area: 'CUSTOMER_SERVICE',
    question: 'Do you make it easy to be helped?',
    subject: 'SURVEY',
    where: { field: 'kind', in: ['CES'] },
    // From 5 of 7 on; an inverted scale needs a definition of its own.
    success: { where: { field: 'position', gte: '0.66' } },
    unit: 'SUBJECT',
    datedBy: 'answeredAt',
    shows: 'KEPT',
    target: { share: '0.7' },
    minimumSample: 30,
  },
];
