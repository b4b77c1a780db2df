import { Command } from 'commander';
import { readConfig } from '../config.ts';
import { openKeyRing } from '../key-ring-file.ts';
import { countStaleSecrets, resealSecrets } from '../land/secrets/rotation.ts';
import { withStore } from './database.ts';
import { count } from './table.ts';

const rotate = new Command('rotate')
  .description('seal all secrets anew with the first key of CLIENTELA_SECRET_KEY')
  .option('--dry-run', 'tell how many would be, and change nothing')
  .addHelpText(
    'after',
    `
To change the key:
  1. make one:                          openssl rand -base64 32
  2. put it before the present one:     CLIENTELA_SECRET_KEY=<new>,<present>
     (where the variable is unset, the present one is the file secret.key in CLIENTELA_DATA)
  3. restart the server, then:          npx clientela secrets rotate
  4. take the old one away, and restart the server

It may be stopped at any time and started again.`,
  )
  .action(({ dryRun }: { dryRun?: boolean }) =>
    withStore(async (store) => {
      const keys = openKeyRing(readConfig());
      const stale = await countStaleSecrets(store, keys);
      if (dryRun) return console.log(`${count(stale)} secrets would be sealed anew. Nothing was changed.`);
      await resealSecrets(store, keys, (resealed) => console.log(`${count(resealed)} of ${count(stale)}`));
      console.log(stale > 0 ? 'All secrets are sealed with the first key.' : 'All secrets were already.');
    }),
  );

export const secretsCommand = new Command('secrets')
  .description('change the key that the secrets of sources are encrypted with')
  .addCommand(rotate);
