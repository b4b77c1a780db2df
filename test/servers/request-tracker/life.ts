import type { RequestTracker } from './tracker.ts';

const people = ['ada@example.com', 'bob@example.com', 'carla@example.com', 'dino@example.com'];

/** Lets people ask for help so many times, and get it, or not, or ask again. */
export async function fillDesk(tracker: RequestTracker, requests: number): Promise<void> {
  let before: number | undefined;
  for (let turn = 0; turn < requests; turn++) {
    const id = await tracker.open(people[turn % people.length]!, `Help no. ${turn}`);
    if (turn % 3 !== 0) await tracker.reply(id);
    if (turn % 3 === 2) await tracker.change(id, { Status: 'resolved' });
    if (turn % 6 === 5) await tracker.change(id, { Status: 'open' });
    if (turn % 7 === 3) await tracker.change(id, { Status: 'stalled' });
    if (turn % 7 === 4) await tracker.change(id, { Status: 'rejected' });
    if (turn % 9 === 6) await tracker.change(id, { Status: 'deleted' });
    if (turn % 9 === 8 && before !== undefined) await tracker.change(id, { MergeInto: before });
    if (turn % 9 === 7) before = id;
  }
}
