// A process of its own that uses the embedded server on the folder given: prints its address, then obeys stdin.
import { startEmbedded } from '../../src/store/embedded.ts';

const [dataDir = ''] = process.argv.slice(2);
const server = await startEmbedded({ dataDir, fsync: false });
process.stdout.write(`${server.url}\n`);
process.stdin.on('data', async (line) => {
  if (String(line) === 'stop\n') await server.stop();
  process.exit();
});
