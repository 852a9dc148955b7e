import { connectTimeout } from '../dial.ts';
import { withTimeLimit } from '../time-limit.ts';
import { describePostgresqlError } from './postgresql.errors.ts';
import { connectClient, type PostgresqlLogin } from './postgresql.session.ts';

const statementLimitMs = 30_000;

/** Runs statements that change roles in one transaction on a connection of their own: all of them or none. */
export async function changePostgresqlAccounts(
  login: PostgresqlLogin,
  statements: readonly string[],
): Promise<void> {
  const client = await connectClient(login, null);
  client.on('error', () => undefined);
  try {
    for (const sql of ['BEGIN', ...statements, 'COMMIT']) {
      await withTimeLimit(client.query(sql), statementLimitMs, () => connectTimeout(statementLimitMs));
    }
  } catch (error) {
    throw describePostgresqlError(error);
  } finally {
    await client.end().catch(() => undefined);
  }
}
