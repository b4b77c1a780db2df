import { applies, hold } from '../check.ts';
import { ofReadings, type Rule } from '../rule.ts';
import type { Asked, Reply } from '../vendor/server.ts';
import { VendorServer } from '../vendor/server.ts';

/** More requests than that for one page is going in a circle. */
const mostRequests = 1000;

const noticesCircles = ofReadings(16, 'the same page again and again ends the reading', async (bench) => {
  applies(bench.server.origin !== '', 'it asks nobody');
  applies(bench.list?.paging.kind !== 'none', 'its lists have one page');
  const { answer } = bench.server;
  // Even the shortest window has several pages then.
  if (bench.vendor && !bench.vendor.single) bench.tie(1001, bench.pageSize * 3);
  applies(!bench.children || bench.children.paged, 'its lists have one page');
  const vendor = bench.children ?? bench.vendor;
  const stuck = (asked: Asked) => !vendor || vendor.answer(asked) !== undefined;
  let first: Reply | undefined;
  bench.server.answer = (asked) => {
    if (first && stuck(asked)) return first;
    const reply = answer(asked);
    if (stuck(asked) && (!bench.list || reply.leadsOn)) first = reply;
    return reply;
  };
  const { error } = await bench.read();
  const { length } = bench.server.asked;
  hold(
    length <= mostRequests,
    `the vendor gives one page for ever, and it asks ${length} times: end where a token or link comes again`,
  );
  hold(!bench.list || error !== null, 'the vendor gives one page for ever, and that passes for the whole list');
});

const staysAtHome = ofReadings(17, 'a link to another origin is not followed with credentials', async (bench) => {
  applies(bench.server.origin !== '', 'it asks nobody');
  applies(!bench.list || bench.list.paging.kind === 'link', 'its pages are not led to by links');
  const elsewhere = new VendorServer(bench.clock);
  await elsewhere.start();
  try {
    const { answer } = bench.server;
    let links = 0;
    if (bench.vendor) bench.vendor.faults.elsewhere = elsewhere.origin;
    else
      bench.server.answer = (asked) => {
        const reply = answer(asked);
        const text = JSON.stringify(reply.body ?? null).replaceAll(
          /"(https?:\/\/[^/"]+|)\/([^"/][^"]*)"/g,
          (_, __, path: string) => {
            links++;
            return `"${elsewhere.origin}/${path}"`;
          },
        );
        return { ...reply, body: JSON.parse(text) };
      };
    const { error } = await bench.read();
    applies(bench.vendor || links > 0, 'its recorded answers hold no links');
    const credentials = elsewhere.asked.find(({ headers, query }) => carries(headers, query, bench.server.asked[0]));
    hold(
      !credentials,
      'it follows a link to another origin and gives its credentials away: ask by "send", which refuses such links',
    );
    hold(!bench.list || error !== null, 'a link to another origin ends the list as if all was read');
  } finally {
    elsewhere.stop();
  }
});

/** Whether a request carries what says who asks: a header or parameter that the vendor itself is given. */
function carries(
  headers: Record<string, string>,
  query: URLSearchParams,
  own: { headers: Record<string, string> } | undefined,
): boolean {
  const telling = /auth|token|key|secret|signature/i;
  const given = Object.entries(own?.headers ?? {}).filter(([name]) => telling.test(name));
  return (
    given.some(([name, value]) => headers[name] === value) ||
    [...query.keys()].some((name) => /access_token|api_key|secret|signature/i.test(name))
  );
}

export const linkRules: readonly Rule[] = [noticesCircles, staysAtHome];
