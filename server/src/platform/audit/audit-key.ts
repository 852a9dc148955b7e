import { randomBytes } from 'node:crypto';
import type { MetadataDatabase } from '../db/open-database.ts';
import type { SecretBox } from '../secrets/secret-box.ts';

const id = 'audit_key';

/** The key of the audit chain: made once, kept sealed, the same after the master key was rotated. */
export async function loadAuditKey(db: MetadataDatabase, box: SecretBox): Promise<Buffer> {
  await db
    .insertInto('sealed_values')
    .values({ id, secret: box.seal(randomBytes(32).toString('hex'), id) })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const { secret } = await db
    .selectFrom('sealed_values')
    .select('secret')
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  return Buffer.from(box.open(secret, id), 'hex');
}
