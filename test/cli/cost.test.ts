import { beforeAll, expect, it } from 'vitest';
import { entities } from '../../src/model/entities.ts';
import { Channel } from '../../src/model/marketing.ts';
import { createWorkspace } from '../../src/model/new-workspace.ts';
import { openStore } from '../../src/store/store.ts';
import { modelDatabase } from '../setup/database.ts';
import { clientela } from './command.ts';

const url = await modelDatabase();
beforeAll(async () => {
  const store = await openStore({ url, entities });
  const { id: workspaceId } = await createWorkspace(store.em(), {
    name: 'main',
    currency: 'EUR',
    timeZone: 'Europe/Rome',
  });
  const id = '22222222-2222-4222-8222-222222222222';
  await store.em().insert(Channel, { workspaceId, id, name: 'Fairs', kind: 'OFFLINE' });
  await store.close();
});

it('enters a cost, lists it and takes it back, and says what is wrong', async () => {
  const days = ['--starts-on', '2026-01-01', '--ends-on', '2026-03-31'];
  const wrong = await clientela(['cost', 'add', 'AGENCIES', '900', ...days], url);
  expect(wrong).toMatchObject({
    code: 1,
    err: expect.stringContaining('kind is "AGENCIES"; there are AGENCY, CREATIVE'),
  });
  const euros = await clientela(['cost', 'add', 'agency', '900 EUR', ...days], url);
  expect(euros.err).toContain('amount is "900 EUR"; write a decimal number such as 900.00.');
  const nowhere = await clientela(['cost', 'add', 'agency', '900', ...days, '--channel', 'Fair'], url);
  expect(nowhere.err).toContain('--channel is "Fair"; there are "Fairs"');

  const added = await clientela(
    ['cost', 'add', 'agency', '900.00', ...days, '--channel', 'Fairs', '--note', 'Q1'],
    url,
  );
  expect(added).toMatchObject({ code: 0, err: '' });
  const [, id] = /cost remove (\S+)/.exec(added.out)!;
  const listed = await clientela(['cost', 'list'], url);
  expect(listed.out).toContain(`2026-01-01  2026-03-31  AGENCY  900.00 EUR  Fairs  Q1    ${id}`);
  expect(await clientela(['cost', 'remove', id!], url)).toMatchObject({ code: 0, out: 'Taken back.\n' });
  const again = await clientela(['cost', 'remove', id!], url);
  expect(again).toMatchObject({ code: 1, err: expect.stringContaining('id names no cost of this workspace.') });
});
