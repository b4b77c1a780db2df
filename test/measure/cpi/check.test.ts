import { describe, expect, it } from 'vitest';
import { builtInCpis } from '../../../src/measure/cpi/built-in.ts';
import { checkDefinition } from '../../../src/measure/cpi/check.ts';
import { describeCpi } from '../../../src/measure/cpi/words.ts';

const right = {
  key: 'first-answer',
  name: 'First answer',
  area: 'CUSTOMER_SERVICE',
  question: 'Am I answered?',
  subject: 'REQUEST',
  success: { within: { limit: 'PT4H', from: 'openedAt', to: 'firstReplyAt' } },
};
const within = (changes: object) => ({ ...right, success: { within: { ...right.success.within, ...changes } } });
const where = (condition: object) => ({ ...right, where: condition });

describe('a definition', () => {
  it('gets what it leaves out', () => {
    expect(checkDefinition({ ...right, owner: null })).toEqual({
      ...right,
      success: { within: { ...right.success.within, clock: 'CALENDAR' } },
      unit: 'SUBJECT',
      datedBy: 'openedAt',
      shows: 'KEPT',
      minimumSample: 30,
    });
  });

  it('stays what it is when it is checked again', () => {
    for (const definition of builtInCpis) expect(checkDefinition(definition)).toEqual(definition);
  });

  it.each<[string, unknown, string]>([
    ['nothing', null, 'definition must be an object.'],
    ['no key', { ...right, key: undefined }, 'key must be a text.'],
    ['a key of other letters', { ...right, key: 'First answer' }, 'key must be 2 to 60 small letters'],
    ['a subject that there is not', { ...right, subject: 'PARCEL' }, 'subject must be one of REQUEST, DELIVERY'],
    ['a part that there is not', within({ until: 'x' }), 'success.within has no such field: until.'],
    ['a promise that is half one', { ...right, promise: 'no' }, 'promise must be true or false.'],
    ['no success', { ...right, success: {} }, 'success must have within, where or both.'],
    [
      'a field that is no instant',
      within({ to: 'status' }),
      'success.within.to is status, which is a text; an instant is needed, such as openedAt, firstReplyAt, firstSolvedAt',
    ],
    ['a field misspelt', within({ to: 'firstReplayAt' }), 'which is no field of REQUEST; is it firstReplyAt.'],
    [
      'a field of another subject',
      within({ to: 'deliveredAt' }),
      'success.within.to is "deliveredAt", which is a field of DELIVERY, ORDER, not of REQUEST.',
    ],
    [
      'a filter on another subject',
      where({ field: 'carrier', in: ['DHL'] }),
      'where.field is "carrier", which is a field of DELIVERY',
    ],
    ['a negative limit', within({ limit: '-PT4H' }), 'success.within.limit is "-PT4H", which is negative.'],
    [
      'a limit that is none',
      within({ limit: '4 hours' }),
      'success.within.limit is "4 hours"; give an ISO 8601 duration',
    ],
    [
      'days of opening hours',
      within({ limit: 'P2D', clock: 'BUSINESS' }),
      'which the clock BUSINESS cannot count; give PT4H',
    ],
    ['hours of days', within({ limit: 'PT4H', clock: 'DAYS' }), 'which the clock DAYS cannot count; give P2D'],
    ['half a day of days', within({ limit: 'P0.5D', clock: 'DAYS' }), 'which the clock DAYS cannot count'],
    ['months', within({ limit: 'P1M' }), 'which the clock CALENDAR cannot count'],
    [
      'a calendar where all time counts',
      within({ calendar: 'Desk' }),
      'success.within.calendar is for the clock BUSINESS',
    ],
    [
      'a pause in no state',
      within({ pausedIn: ['WAITING'] }),
      'success.within.pausedIn has "WAITING"; a request is OPEN',
    ],
    ['the same end twice', within({ to: 'openedAt' }), 'success.within.to is openedAt, as from'],
    [
      'a number asked as a text',
      where({ field: 'reopens', in: ['1'] }),
      'where.in cannot be asked of reopens, which is a number; give one of gte, lte, known.',
    ],
    ['a number that is none', where({ field: 'reopens', gte: 'many' }), 'where.gte must be a decimal number'],
    [
      'a range the wrong way round',
      where({ field: 'reopens', gte: '3', lte: '1' }),
      'where.gte is 3, more than lte, 1.',
    ],
    [
      'a word that is never said',
      where({ field: 'status', in: ['NEW'] }),
      'where.in has "NEW", which status never is; it is one of OPEN',
    ],
    ['a question about nothing', where({ gte: '1' }), 'where asks gte of nothing; name the field.'],
    [
      'a field of which nothing is asked',
      where({ field: 'status' }),
      'where asks nothing of status; give one of in, known.',
    ],
    [
      'two ways to join',
      where({ all: [{ field: 'status', known: true }], not: { field: 'status', known: true } }),
      'where must have exactly one of field, all, any and not.',
    ],
    [
      'an instant against a number',
      where({ field: 'openedAt', notAfter: 'reopens' }),
      'where.notAfter is reopens, which is a number',
    ],
    [
      'a place deep within',
      where({ all: [{ not: { any: [{ field: 'stats', known: true }] } }] }),
      'where.all.0.not.any.0.field is "stats", which is no field of REQUEST; is it status.',
    ],
    [
      'an instant from which on that is none',
      { ...right, exclude: [{ reason: 'x', where: { field: 'channel', known: false }, from: 'channel' }] },
      'exclude.0.from is channel, which is a text',
    ],
    [
      'an order that is not there',
      { ...right, subject: 'EVENT', success: { where: { field: 'kind', in: ['x'] } }, unit: 'ORDER' },
      'unit is ORDER, and a EVENT belongs to none',
    ],
    ['a target above all', { ...right, target: { share: '1.2' } }, 'target.share must be a share from 0 to 1.'],
    [
      'targets the wrong way round',
      {
        ...right,
        target: {
          share: '0.9',
          since: [
            { day: '2025-02-01', share: '0.8' },
            { day: '2025-01-01', share: '0.7' },
          ],
        },
      },
      'target.since.1.day is 2025-01-01; give the oldest day first.',
    ],
    [
      'a filter of customers that is none',
      { ...right, customers: { planet: ['Mars'] } },
      'customers.planet is no condition',
    ],
    ['a filter for one person', { ...right, customers: { not: { search: 'rossi' } } }, 'customers looks for a person'],
    [
      'a decision beside a limit',
      { ...right, success: { ...right.success, decidedBy: 'solvedAt' } },
      'success.decidedBy cannot be given beside within',
    ],
  ])('is refused with %s, and told where', (_, definition, message) => {
    expect(() => checkDefinition(definition)).toThrow(message);
  });

  it('is refused where it is nested without end', () => {
    let condition: object = { field: 'status', known: true };
    for (let depth = 0; depth < 50_000; depth++) condition = { not: condition };
    expect(() => checkDefinition(where(condition))).toThrow('definition is nested more than 40 levels deep.');
  });

  it('is told in words', () => {
    expect(describeCpi(builtInCpis.find(({ key }) => key === 'wait-for-agent')!)).toBe(
      'Kept / (kept + broken). Of each REQUEST: kept where firstSolvedAt comes within PT12H of opening hours of openedAt, ' +
        'not counting the time in PENDING; what is past its limit and still open is broken, what is not decided yet is pending and in ' +
        'neither number. Left out and counted apart: spam; merged into another request. Each counts on the day of openedAt.',
    );
    expect(describeCpi(builtInCpis.find(({ key }) => key === 'cart-abandonment')!)).toMatch(
      / What is broken is no promise to the customer, who left it\.$/,
    );
  });
});
