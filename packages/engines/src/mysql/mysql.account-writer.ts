import { connectTimeout } from '../dial.ts';
import { withTimeLimit } from '../time-limit.ts';
import { describeMysqlError } from './mysql.errors.ts';
import { hangUp, logIn, type MysqlLogin } from './mysql.session.ts';
import { command } from './mysql.statement.ts';

const statementLimitMs = 30_000;

/**
 * Runs statements that change accounts, one after the other, on a connection of their own; the server commits each.
 * The first that fails ends it.
 */
export async function changeMysqlAccounts(login: MysqlLogin, statements: readonly string[]): Promise<void> {
  const connection = await logIn(login, login.connectTimeoutMs, []);
  connection.on('error', () => undefined);
  try {
    for (const sql of statements) {
      await withTimeLimit(command(connection, sql), statementLimitMs, () => connectTimeout(statementLimitMs));
    }
  } catch (error) {
    throw describeMysqlError(error, []);
  } finally {
    hangUp(connection);
  }
}
