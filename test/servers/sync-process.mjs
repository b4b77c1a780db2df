// Synchronises one source once, in a process that tests can kill: its build, the database and the source come as JSON.
const { url, connector, settings, pageSize, workspaceId, sourceId } = JSON.parse(process.argv[2]);
const built = (path) => import(new URL(`../../dist/${path}`, import.meta.url));
const { withSmallPages } = await import('./small-pages.mjs');
const { openStore } = await built('src/store/store.js');
const { entities } = await built('src/model/entities.js');
const { syncSource } = await built('src/sync.js');
const small = withSmallPages((await built(`connectors/${connector}/index.js`)).default, pageSize);
const store = await openStore({ url, entities });
console.log('reading');
await syncSource(store, {
  workspaceId,
  sourceId,
  connector: small,
  config: small.parse(settings),
  http: { allowPrivateAddresses: true },
});
await store.close();
