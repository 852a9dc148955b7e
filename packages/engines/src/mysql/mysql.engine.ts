import { dialAddress } from '../dial.ts';
import type { Engine } from '../engine.ts';
import { serverFields } from '../fields.ts';
import { createPooledDatabase } from '../pooled-database.ts';
import { checkSettings } from '../settings.ts';
import { tlsOptions } from '../tls.ts';
import { readMysqlCatalog } from './mysql.catalog.ts';
import { describeMysqlError } from './mysql.errors.ts';
import { openMysqlSession } from './mysql.session.ts';

const defaultPort = 3306;

const fields = serverFields(defaultPort, {
  required: false,
  hint: { zh: '留空则列出该用户可见的所有库', en: 'Empty: all databases that the login may see' },
});

function versionText(text: string): string {
  const [number = text] = text.split('-');
  return `${/mariadb/i.test(text) ? 'MariaDB' : 'MySQL'} ${number}`;
}

/** MySQL 5.7 and newer, MariaDB 10.2 and newer. */
export const mysql: Engine = {
  id: 'mysql',
  label: 'MySQL / MariaDB',
  dialect: 'mysql',
  fields,
  features: { schemas: true, cancel: true, file: false },
  async open(settings, context) {
    checkSettings(fields, settings);
    const tls = tlsOptions(fields, settings);
    const host = settings.host ?? '';
    const connect = async () =>
      openMysqlSession({
        host,
        address: await dialAddress(host, context),
        port: settings.port ?? defaultPort,
        username: settings.username ?? '',
        password: settings.password ?? '',
        database: settings.database || null,
        tls,
        connectTimeoutMs: context.connectTimeoutMs ?? 10_000,
      });
    return createPooledDatabase({
      source: { connect, describeError: describeMysqlError },
      maxSessions: context.maxSessions ?? 5,
      readVersion: async (run) => {
        const [[version] = []] = await run('SELECT VERSION()');
        return versionText(String(version));
      },
      readCatalog: readMysqlCatalog,
    });
  },
};
