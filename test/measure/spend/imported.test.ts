import { afterAll, expect, it } from 'vitest';
import { parse } from 'yaml';
import file from '../../../connectors/file/index.ts';
import { connectSource } from '../../../src/land/source.ts';
import { enterCost, forgetCost } from '../../../src/measure/cost/entries.ts';
import { openContext } from '../../../src/measure/context.ts';
import { measureMetric } from '../../../src/measure/measure.ts';
import { adSpendRestatements } from '../../../src/measure/spend/restatements.ts';
import { CostEntry } from '../../../src/model/cost.ts';
import { entities } from '../../../src/model/entities.ts';
import { createWorkspace } from '../../../src/model/new-workspace.ts';
import { openStore } from '../../../src/store/store.ts';
import { syncSource } from '../../../src/sync.ts';
import { folderWith, write } from '../../file/folder.ts';
import { modelDatabase } from '../../setup/database.ts';

const store = await openStore({ url: await modelDatabase(), entities });
afterAll(() => store.close());
const { id: workspaceId } = await createWorkspace(store.em(), { name: 'shop', currency: 'EUR', timeZone: 'UTC' });
const mapping: unknown = parse(`
currency: EUR
files:
  - file: ads.csv
    key: [day, campaign]
    records:
      - { type: campaign, key: campaign, name: campaign }
      - { type: adSpend, key: '{day}/{campaign}', day: day, campaignKey: campaign, spend: spend }
  - file: invoices.csv
    key: number
    records:
      - { type: marketingCost, key: number, kind: kind, startsOn: from, endsOn: to, amount: amount, note: text, campaignKey: campaign }
`);
const folder = folderWith({
  'ads.csv': 'day,campaign,spend\n2024-05-01,spring,10.00\n2024-05-02,spring,20.00\n2024-05-02,summer,5.00\n',
  'invoices.csv': [
    'number,kind,from,to,amount,text,campaign',
    '1,AGENCY,2024-05-01,2024-05-31,100.00,May,',
    '2,CREATIVE,2024-05-03,,30.00,Film,spring',
    '3,TOOLS,2024-05-03,2024-05-01,30.00,Backwards,',
    '4,RENT,2024-05-03,,30.00,None of ours,',
  ].join('\n'),
});
async function read() {
  const settings = { folder, mapping };
  const sourceId = await connectSource(store, { workspaceId, connector: file.id, name: 'books', settings });
  return syncSource(store, { workspaceId, sourceId, connector: file, config: file.parse(settings) });
}
const may = { from: '2024-05-01', to: '2024-05-31' };
const costs = async () => {
  const context = await openContext(store.em(), workspaceId, '2024-12-31');
  const { groups } = await measureMetric(context, 'marketing_costs', { period: may, breakdown: 'cost_kind' });
  return Object.fromEntries(groups.map(({ key, total }) => [key, Number(total.value)]));
};

it('invoices are imported as costs, and stay as their source tells them', async () => {
  expect(await read()).toMatchObject({ read: 7, rejected: 2 });
  expect(await costs()).toEqual({ AGENCY: 100, MEDIA: 35, CREATIVE: 30 });
  const [imported] = await store.em().find(CostEntry, { workspaceId, externalId: '1' });
  await expect(store.transaction((em) => forgetCost(em, workspaceId, imported!.id))).rejects.toThrow(
    'id names a cost that a source told of: change it there, and read it again.',
  );
  await store.transaction((em) =>
    enterCost(em, workspaceId, {
      ...{ kind: 'OTHER', startsOn: '2024-05-31', endsOn: '2024-06-01', amount: '0.03', currency: 'EUR' },
      ...{ channelId: null, campaignId: null, note: null },
    }),
  );
  expect(await costs()).toEqual({ AGENCY: 100, MEDIA: 35, CREATIVE: 30, OTHER: 0.02 });
});

it('spend that is imported again with other amounts is restated', async () => {
  write(folder, {
    'ads.csv': 'day,campaign,spend\n2024-05-01,spring,10.00\n2024-05-02,spring,18.50\n2024-05-03,summer,5.00\n',
  });
  expect(await read()).toMatchObject({ status: 'SUCCEEDED' });
  const context = await openContext(store.em(), workspaceId, '2024-12-31');
  const { total, restated } = await adSpendRestatements(context, may);
  expect(restated.map(({ day, change }) => [day, Number(change)])).toEqual([['2024-05-02', -1.5]]);
  expect([total.firstTold, total.now].map(Number)).toEqual([40, 38.5]);
});
