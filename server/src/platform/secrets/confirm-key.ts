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
  const key = loadMasterKey(config);
  const check = { name: checkName, value: sealCheck(key) };
  await db
    .insertInto('installation')
    .values(check)
    .onConflict((on) => on.doNothing())
    .execute();
  const { value } = await db
    .selectFrom('installation')
    .select('value')
    .where('name', '=', checkName)
    .executeTakeFirstOrThrow();
  if (opens(key, value)) return key;
  const next = config.secret === null ? loadNextKey(config.dataDir) : null;
  if (next && opens(next, value)) {
    promoteNextKey(config.dataDir);
    return next;
  }
  throw new StartError(
    config.secret === null
      ? `The key file in ${config.dataDir} is not the one that sealed the stored passwords. Put the right secret.key back from a backup.`
      : 'SEXTANT_SECRET is not the key that sealed the stored passwords. Set the right one; to change it, run: npm run rotate-secret',
  );
}

/** Records that another key is in use from now on. */
export async function storeKeyCheck(db: MetadataDatabase, key: Buffer): Promise<void> {
  await db
    .updateTable('installation')
    .set({ value: sealCheck(key) })
    .where('name', '=', checkName)
    .execute();
}

function sealCheck(key: Buffer): string {
  return createSecretBox(key).seal(checkText, checkName);
}

function opens(key: Buffer, sealed: string): boolean {
  try {
    return createSecretBox(key).open(sealed, checkName) === checkText;
  } catch {
    return false;
  }
}
