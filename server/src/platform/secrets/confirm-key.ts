import type { Config } from '../../config.ts';
import { StartError } from '../db/data-folder.ts';
import type { MetadataDatabase } from '../db/open-database.ts';
import { loadMasterKey, loadNextKey, promoteNextKey } from './master-key.ts';
import { createSecretBox } from './secret-box.ts';

const checkName = 'key_check';
const checkText = 'sextant';

/**
 * Loads the master key and makes sure that it opens what this installation has sealed. Completes a rotation
 * that was cut off after its transaction; throws a `StartError` when the key is another one.
 */
export async function confirmMasterKey(
  db: MetadataDatabase,
  config: Pick<Config, 'secret' | 'dataDir'>,
): Promise<Buffer> {
  const row = await db
    .selectFrom('installation')
    .select('value')
    .where('name', '=', checkName)
    .executeTakeFirst();
  const key = loadMasterKey(config);
  if (!row) {
    await storeKeyCheck(db, key);
    return key;
  }
  if (opens(key, row.value)) return key;
  const next = config.secret === null ? loadNextKey(config.dataDir) : null;
  if (next && opens(next, row.value)) {
    promoteNextKey(config.dataDir);
    return next;
  }
  throw new StartError(
    config.secret === null
      ? `The key file in ${config.dataDir} is not the one that sealed the stored passwords. Put the right secret.key back from a backup.`
      : 'SEXTANT_SECRET is not the key that sealed the stored passwords. Set the right one; to change it, run: npm run rotate-secret',
  );
}

/** Records which key is in use, as a text sealed with it. */
export async function storeKeyCheck(db: MetadataDatabase, key: Buffer): Promise<void> {
  const value = createSecretBox(key).seal(checkText, checkName);
  await db
    .insertInto('installation')
    .values({ name: checkName, value })
    .onConflict((on) => on.column('name').doUpdateSet({ value }))
    .execute();
}

function opens(key: Buffer, sealed: string): boolean {
  try {
    return createSecretBox(key).open(sealed, checkName) === checkText;
  } catch {
    return false;
  }
}
