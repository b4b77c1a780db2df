import type { Zendesk } from '../emulators/zendesk.ts';
import type { FakeClock } from '../land/http/vendor.ts';

/** Fills a help desk: tickets of customers over some weeks, answered, solved, rated, opened again, merged and deleted. */
export function fillDesk(desk: Zendesk, clock: FakeClock, tickets: number): void {
  const agent = desk.addUser({ name: 'Ada Agent', email: 'ada@example.com', role: 'agent' });
  const customers = Array.from({ length: 90 }, (_, index) => {
    clock.advance(20_000);
    return desk.addUser({
      name: `C${index}`,
      email: `c${index}@example.com`,
      phone: index === 0 ? '+390612345678' : null,
    });
  });
  for (let turn = 0; turn < tickets; turn++) {
    // Now and then two come within one second.
    clock.advance(turn % 5 === 0 ? 0 : 3_600_000);
    const { id } = desk.addTicket(turn === 1 ? agent : customers[turn % 90]!, {
      subject: `Help no. ${turn}`,
      priority: turn % 4 === 0 ? 'high' : null,
    });
    if (turn % 3 === 0) continue;
    clock.advance(95_000);
    desk.reply(id);
    if (turn % 3 === 1) continue;
    clock.advance(600_000);
    desk.solve(id);
    desk.rate(id, ['offered', 'good', 'bad'][(turn % 7) % 3]!);
    if (turn % 13 === 0) desk.change(id, { status: 'open' }, { reopens: 1 });
    if (turn % 17 === 0) desk.change(id, { status: 'closed', tags: ['closed_by_merge'] });
    if (turn % 19 === 0) desk.remove(id);
  }
  clock.advance(3_600_000);
}
