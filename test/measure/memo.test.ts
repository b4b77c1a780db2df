import { expect, it } from 'vitest';
import { Memo } from '../../src/measure/memo.ts';

/** Answers with the question, and notes that it had to be worked out. */
function asking(memo: Memo) {
  const worked: string[] = [];
  const ask = (question: string, answer: unknown = question) =>
    memo.recall(question, async () => {
      worked.push(question);
      return answer;
    });
  return { worked, ask };
}

it('works a question out once, however many ask at once', async () => {
  const { worked, ask } = asking(new Memo(1000));
  expect(await Promise.all([ask('a'), ask('a'), ask('b')])).toEqual(['a', 'a', 'b']);
  expect(await ask('a')).toBe('a');
  expect(worked).toEqual(['a', 'b']);
});

it('forgets what was not asked for longest where there is no room, and what has room for nothing else', async () => {
  const { worked, ask } = asking(new Memo(100));
  await ask('a', 'x'.repeat(40));
  await ask('b', 'x'.repeat(40));
  await ask('a');
  await ask('c', 'x'.repeat(40));
  await ask('a');
  expect(worked).toEqual(['a', 'b', 'c']);
  await ask('b', 'x'.repeat(40));
  expect(worked).toEqual(['a', 'b', 'c', 'b']);
  await ask('huge', 'x'.repeat(200));
  await ask('huge', 'x'.repeat(200));
  expect(worked.filter((question) => question === 'huge')).toHaveLength(2);
});

it('keeps no failure: whoever asks next gets another try', async () => {
  const memo = new Memo(1000);
  const fail = () => Promise.reject(new Error('gone'));
  await expect(Promise.all([memo.recall('a', fail), memo.recall('a', fail)])).rejects.toThrow('gone');
  expect(await memo.recall('a', async () => 'there')).toBe('there');
});
