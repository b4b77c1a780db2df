// A Vendure shop in this process, in memory, on a port of its own. Says "listening on <port>" when it is ready.
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const core = require('@vendure/core');
const { populateInitialData } = require('@vendure/core/cli');

const automatic = { code: core.dummyPaymentHandler.code, arguments: [{ name: 'automaticSettle', value: 'true' }] };

/** What a new shop needs before it can sell. */
const initialData = {
  defaultLanguage: 'en',
  defaultZone: 'Europe',
  countries: [{ name: 'Italy', code: 'IT', zone: 'Europe' }],
  taxRates: [{ name: 'Standard Tax', percentage: 22 }],
  shippingMethods: [{ name: 'Standard Shipping', price: 500 }],
  paymentMethods: [{ name: 'Card', handler: automatic }],
  collections: [],
};

const app = await core.bootstrap({
  apiOptions: { hostname: '127.0.0.1', port: 0, adminApiPath: 'admin-api', shopApiPath: 'shop-api' },
  authOptions: {
    tokenMethod: ['bearer', 'api-key'],
    requireVerification: false,
    superadminCredentials: { identifier: 'superadmin', password: process.env.VENDURE_PASSWORD },
  },
  dbConnectionOptions: { type: 'sqljs', synchronize: true, autoSave: false, logging: false },
  paymentOptions: { paymentMethodHandlers: [core.dummyPaymentHandler] },
  logger: new core.DefaultLogger({ level: core.LogLevel.Error }),
});
await app.get(core.JobQueueService).start();
await populateInitialData(app, initialData);
console.log(`listening on ${new URL(await app.getUrl()).port}`);
