import { ConfigError, readConfig } from './config.ts';
import { lockDataFolder, prepareDataFolder, StartError } from './platform/db/data-folder.ts';
import { openDatabase } from './platform/db/open-database.ts';
import { rotateKey } from './platform/secrets/rotate-key.ts';

/** `npm run rotate-secret`: seals all stored secrets with a new master key while the server is stopped. */
async function main(): Promise<void> {
  const config = readConfig();
  prepareDataFolder(config.dataDir);
  const lock = config.databaseUrl === null ? lockDataFolder(config.dataDir) : null;
  const { db } = await openDatabase(config);
  const count = await rotateKey(db, config);
  await db.destroy();
  lock?.release();
  const next = config.secret === null ? '' : ' Set SEXTANT_SECRET to the new value before the next start.';
  process.stdout.write(
    `${count} secrets were sealed with a new key; everybody has to sign in again.${next}\n`,
  );
}

main().catch((error: unknown) => {
  const expected = error instanceof StartError || error instanceof ConfigError;
  process.stderr.write(`${expected ? (error as Error).message : (error as Error)?.stack}\n`);
  process.exit(1);
});
