import { randomBytes } from 'node:crypto';
import type { Config } from '../../config.ts';
import { StartError } from '../db/data-folder.ts';
import type { MetadataDatabase } from '../db/open-database.ts';
import { confirmMasterKey, storeKeyCheck } from './confirm-key.ts';
import { keyFromSecret, promoteNextKey, stageNextKey } from './master-key.ts';
import { openParams, sealedPattern, sealParams } from './sealed-params.ts';
import { createSecretBox, type SecretBox } from './secret-box.ts';

/** Every table with a sealed `secret` column, bound to the row's `id`. */
const sealedTables = ['connections', 'models', 'credentials', 'extensions'] as const;
/** Every table with `params` whose secrets are sealed one by one, bound to the row's `id`. */
const tablesWithParams = ['tasks', 'executions'] as const;

/**
 * Seals every secret anew with a new master key, in one transaction, and returns how many. A crash before the
 * transaction leaves the old key in force, one after it is completed at the next start. All sign-ins end.
 */
export async function rotateKey(db: MetadataDatabase, config: Config): Promise<number> {
  if (config.secret !== null && config.newSecret === null) {
    throw new StartError(
      'The key comes from SEXTANT_SECRET. Give the new one as SEXTANT_NEW_SECRET and run this again.',
    );
  }
  const oldBox = createSecretBox(await confirmMasterKey(db, config));
  const newKey = config.newSecret === null ? randomBytes(32) : keyFromSecret(config.newSecret);
  const newBox = createSecretBox(newKey);
  const inFile = config.secret === null;
  if (inFile) stageNextKey(config.dataDir, newKey);
  let count = 0;
  await db.transaction().execute(async (transaction) => {
    for (const table of sealedTables) {
      const rows = await transaction
        .selectFrom(table)
        .select(['id', 'secret'])
        .where('secret', 'is not', null)
        .execute();
      for (const { id, secret } of rows) {
        const sealed = newBox.seal(oldBox.open(secret as string, id), id);
        await transaction.updateTable(table).set({ secret: sealed }).where('id', '=', id).execute();
        count += 1;
      }
    }
    count += await resealParams(transaction, oldBox, newBox);
    await transaction.deleteFrom('sessions').execute();
    await storeKeyCheck(transaction, newKey);
  });
  if (inFile) promoteNextKey(config.dataDir);
  return count;
}

async function resealParams(db: MetadataDatabase, oldBox: SecretBox, newBox: SecretBox): Promise<number> {
  let count = 0;
  for (const table of tablesWithParams) {
    const rows = await db
      .selectFrom(table)
      .select(['id', 'params'])
      .where('params', 'like', sealedPattern)
      .execute();
    for (const { id, params } of rows) {
      const sealed = sealParams(newBox, openParams(oldBox, params, id), id);
      await db.updateTable(table).set({ params: sealed }).where('id', '=', id).execute();
      count += 1;
    }
  }
  return count;
}
