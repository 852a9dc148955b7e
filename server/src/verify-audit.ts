import { ConfigError, readConfig } from './config.ts';
import { loadAuditKey } from './platform/audit/audit-key.ts';
import { verifyAudit } from './platform/audit/verify-audit.ts';
import { prepareDataFolder, StartError } from './platform/db/data-folder.ts';
import { openDatabase } from './platform/db/open-database.ts';
import { confirmMasterKey } from './platform/secrets/confirm-key.ts';
import { createSecretBox } from './platform/secrets/secret-box.ts';

const exitCodes = { intact: 0, broken: 1, cannot: 2 };

/** `npm run audit:verify`: checks the audit chain, also while the server runs; exits with 1 when it does not hold. */
async function main(): Promise<void> {
  const config = readConfig();
  prepareDataFolder(config.dataDir);
  const { db } = await openDatabase(config);
  const key = await loadAuditKey(db, createSecretBox(await confirmMasterKey(db, config)));
  const found = await verifyAudit(db, key);
  await db.destroy();
  const before = found.before_chain === 0 ? '' : ` ${found.before_chain} older ones precede the chain.`;
  const outcome = found.is_intact ? 'The chain holds' : 'The chain is BROKEN';
  process.stdout.write(`${outcome}: ${found.checked} records were checked.${before}\n`);
  for (const { message } of found.problems) process.stdout.write(`  ${message}\n`);
  process.exitCode = found.is_intact ? exitCodes.intact : exitCodes.broken;
}

main().catch((error: unknown) => {
  const expected = error instanceof StartError || error instanceof ConfigError;
  process.stderr.write(`${expected ? (error as Error).message : (error as Error)?.stack}\n`);
  process.exit(exitCodes.cannot);
});
