import { up as workspacesAndLanding } from './migrations/0001-workspaces-and-landing.ts';
import { up as customers } from './migrations/0002-customers.ts';
import { up as orders } from './migrations/0003-orders.ts';
import { up as marketingAndSupport } from './migrations/0004-marketing-and-support.ts';
import { up as figures } from './migrations/0005-figures.ts';
import { up as streamsOfRuns } from './migrations/0006-streams-of-runs-and-ends-of-records.ts';
import { up as queueAndSecrets } from './migrations/0007-queue-and-secrets.ts';
import { up as webhookDeliveries } from './migrations/0008-webhook-deliveries.ts';
import { up as forecasts } from './migrations/0010-forecasts.ts';
import { up as segmentLists } from './migrations/0011-segment-lists.ts';
import { up as dataVersion } from './migrations/0012-data-version.ts';
import { up as sourceGroups } from './migrations/0013-source-groups.ts';
import { up as touches } from './migrations/0014-touches.ts';
import { up as attribution } from './migrations/0015-attribution.ts';
import { up as costs } from './migrations/0016-costs.ts';
import { up as experiments } from './migrations/0018-experiments.ts';
import { up as cpis } from './migrations/0019-cpis.ts';
import { up as businessTime } from './migrations/0020-business-time.ts';
import { up as alerts } from './migrations/0021-alerts.ts';

/** Every change of the tables, oldest first. A change that has been released is never edited. */
export const migrations: readonly { name: string; up: string }[] = [
  { name: '0001-workspaces-and-landing', up: workspacesAndLanding },
  { name: '0002-customers', up: customers },
  { name: '0003-orders', up: orders },
  { name: '0004-marketing-and-support', up: marketingAndSupport },
  { name: '0005-figures', up: figures },
  { name: '0006-streams-of-runs-and-ends-of-records', up: streamsOfRuns },
  { name: '0007-queue-and-secrets', up: queueAndSecrets },
  { name: '0008-webhook-deliveries', up: webhookDeliveries },
  { name: '0010-forecasts', up: forecasts },
  { name: '0011-segment-lists', up: segmentLists },
  { name: '0012-data-version', up: dataVersion },
  { name: '0013-source-groups', up: sourceGroups },
  { name: '0014-touches', up: touches },
  { name: '0015-attribution', up: attribution },
  { name: '0016-costs', up: costs },
  { name: '0018-experiments', up: experiments },
  { name: '0019-cpis', up: cpis },
  { name: '0020-business-time', up: businessTime },
  { name: '0021-alerts', up: alerts },
];
