import { isDeepStrictEqual } from 'node:util';
import { instantOf, parseInstant } from '../../land/declared/instant.ts';
import type { Delivery, Json, News, Webhooks } from '../../sdk/index.ts';
import { applies, hold, Violation } from '../check.ts';
import type { RecordedDelivery } from '../fixtures.ts';
import { mapped } from '../mapping-outcome.ts';
import { ofConnector, type Rule } from '../rule.ts';
import { listingOf, type Subject } from '../subject.ts';

const day = 86_400_000;

const believesWhatIsSigned = ofConnector(
  26,
  'webhooks are believed when signed and fresh, and taken once',
  (subject) => {
    const webhooks = subject.connector.webhooks;
    applies(webhooks, 'it has no webhooks');
    const recorded = subject.fixtures.deliveries;
    hold(
      recorded.length > 0,
      'there is no fixtures/webhooks.json with deliveries, signed by the secret of the settings',
    );
    hold(webhooks.setup.includes('{url}'), '"setup" does not say where the address goes: write {url}');
    for (const one of recorded) {
      holdSigned(subject, webhooks, one);
      holdNews(subject, webhooks, one);
    }
    holdApart(webhooks, recorded.map(deliveryOf));
  },
);

const deliveryOf = ({
  headers,
  body,
  at,
  url = 'https://clientela.example/hooks/conformance',
}: RecordedDelivery): Delivery => ({
  body: Buffer.from(body),
  headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])),
  url,
  at: Date.parse(at),
});

/** The signature is looked at, in all it covers, and ages. */
function holdSigned(subject: Subject, webhooks: Webhooks<unknown>, recorded: RecordedDelivery): void {
  const { name } = recorded;
  const { connector } = subject;
  const delivery = deliveryOf(recorded);
  const believed = (changed: Partial<Delivery>, config = subject.config) => {
    try {
      return webhooks.verify({ ...delivery, ...changed }, config);
    } catch (error) {
      throw new Violation(`"verify" breaks over a delivery that is not the vendor's: ${String(error)}`);
    }
  };
  hold(believed({}), `"${name}" is signed well, and not believed`);
  const forged = Buffer.from(delivery.body.toString().replace(/.$/s, ' '));
  hold(!believed({ body: forged }), `"${name}" is believed with another body: verify the raw bytes`);
  hold(
    !believed({ body: Buffer.concat([delivery.body, Buffer.from(' ')]) }),
    `"${name}" is believed with a body that goes on: verify the raw bytes, not the JSON`,
  );
  hold(!believed({ headers: {} }), `"${name}" is believed without any signature`);
  const telling = Object.keys(delivery.headers).filter(
    (header) => !believed({ headers: { ...delivery.headers, [header]: tampered(delivery.headers[header]!) } }),
  );
  hold(telling.length > 0 || /[?&]/.test(delivery.url), `"${name}" is believed whatever its headers say`);
  for (const secret of connector.secrets ?? []) {
    const settings = subject.settings as Record<string, Json>;
    if (!/hook|sign/i.test(secret) || typeof settings[secret] !== 'string') continue;
    const config = connector.parse({ ...settings, [secret]: `${settings[secret]}x` });
    hold(!believed({}, config), `"${name}" is believed with another ${secret}`);
  }
  const dated = telling.some(
    (header) => Math.abs((parseInstant(delivery.headers[header]) ?? 0) / 1000 - delivery.at) < day,
  );
  if (!dated) return;
  hold(
    !believed({ at: delivery.at + day }),
    `"${name}" says when it was signed, and is believed a day later: let no old delivery come again`,
  );
  hold(believed({ at: delivery.at + 10_000 }), `"${name}" is not believed ten seconds after it was signed`);
}

const tampered = (value: string) =>
  /^\d+$/.test(value) ? String(Number(value) + 1) : value.replace(/^./, (first) => (first === 'a' ? 'b' : 'a'));

/** What is told is what was recorded, and can be taken. */
function holdNews(subject: Subject, webhooks: Webhooks<unknown>, recorded: RecordedDelivery): void {
  const delivery = deliveryOf(recorded);
  const body = JSON.parse(recorded.body) as Json;
  const news = webhooks.route(body, delivery, subject.config);
  const again = webhooks.route(body, delivery, subject.config);
  hold(isDeepStrictEqual(plain(news), plain(again)), `"${recorded.name}" tells something else when it comes again`);
  hold(
    isDeepStrictEqual(plain(news), plain(recorded.news)),
    `"${recorded.name}" tells ${JSON.stringify(news).slice(0, 500)}, not what was recorded`,
  );
  for (const one of news) holdTakeable(subject, one, recorded.name);
}

function holdTakeable(subject: Subject, news: News, name: string): void {
  const stream = subject.streams()[news.stream];
  hold(stream !== undefined, `"${name}" tells of "${news.stream}", which is no stream`);
  if (!('record' in news)) return;
  const list = listingOf(stream);
  hold(
    list !== null && !('parent' in stream),
    `"${name}" holds a record of "${news.stream}", which only its own code can name: say refetch`,
  );
  hold(!['', 'undefined', 'null'].includes(list.key(news.record)), `the record that "${name}" holds has no key`);
  mapped((record) => stream.map(record), news.record, `over the record that "${name}" holds`);
  if (list.cursor === 'scan') return;
  hold(
    instantOf(news.record, list.cursor) !== null,
    `the record that "${name}" holds does not say when it changed: one that is overtaken would win; say refetch`,
  );
}

/** What comes twice has one name, what comes once has its own. */
function holdApart(webhooks: Webhooks<unknown>, deliveries: readonly Delivery[]): void {
  const bodies = new Map<string, string>();
  for (const delivery of deliveries) {
    const id = webhooks.id(delivery);
    hold(id !== undefined && id !== '', 'a delivery has no "id": one that comes twice would be taken twice');
    hold(webhooks.id(structuredCopy(delivery)) === id, 'the "id" of a delivery is another when it comes again');
    const body = delivery.body.toString();
    hold((bodies.get(id) ?? body) === body, `two deliveries that differ have the "id" ${id}`);
    bodies.set(id, body);
  }
}

/** As it comes again, some time later. */
const structuredCopy = (delivery: Delivery): Delivery => ({
  ...delivery,
  body: Buffer.from(delivery.body),
  at: delivery.at + 60_000,
});

const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

export const webhookRules: readonly Rule[] = [believesWhatIsSigned];
