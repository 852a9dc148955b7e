import { existsSync } from 'node:fs';
import type { ConnectionSettings, Database, Engine, EngineContext } from '@sextant/engines/engine';
import type { RecordSecretUse } from '../../platform/audit/secret-use.ts';
import type { Egress } from '../../platform/egress/egress.ts';
import { AppError } from '../../platform/errors/app-error.ts';
import type { SecretBox } from '../../platform/secrets/secret-box.ts';
import type { ConnectionCredentials } from './connection-credentials.ts';
import { openSecrets } from './connection-secrets.ts';
import type { ConnectionRow } from './connections.repository.ts';
import { connectionFailure } from './engine-failure.ts';
import { managedPath } from './managed-file.ts';
import { checkServerPath } from './server-path.ts';
import type { StoredConnection } from './stored-connection.ts';

/** What it takes to log in to a connection's server under the egress policy. */
export interface ConnectionLogin {
  settings: ConnectionSettings;
  context: EngineContext;
}

/** Opens databases under the egress policy and the rule for files of the server. */
export function createConnectionOpener(deps: {
  egress: Egress;
  secrets: SecretBox;
  credentials: Pick<ConnectionCredentials, 'login'>;
  recordSecretUse: RecordSecretUse;
  dataDir: string;
}) {
  const { egress, secrets, credentials, recordSecretUse, dataDir } = deps;

  async function dial(engine: Engine, settings: ConnectionSettings, trusted: boolean): Promise<Database> {
    try {
      return await engine.open(settings, { resolveHost: (host) => egress.resolve(host, { trusted }) });
    } catch (error) {
      throw connectionFailure(error);
    }
  }

  /** `trusted` stands for an administrator: may reach private addresses and name files of the server. */
  async function open(engine: Engine, settings: ConnectionSettings, trusted: boolean): Promise<Database> {
    const checked = engine.features.file ? await resolveFile(settings, trusted) : settings;
    return dial(engine, checked, trusted);
  }

  async function resolveFile(settings: ConnectionSettings, trusted: boolean): Promise<ConnectionSettings> {
    if (!trusted) throw pathRefusal();
    return { ...settings, database: await checkServerPath(settings.database ?? '', dataDir) };
  }

  /** The one place where the secrets of a connection are looked up. */
  async function settingsOf(connection: StoredConnection, row: ConnectionRow): Promise<ConnectionSettings> {
    const opened = openSecrets(secrets, row.id, row.secret);
    if (opened === null) throw unreadableSecrets();
    const isSecret = row.credential_id !== null || Object.keys(opened).length > 0;
    if (isSecret) recordSecretUse({ objectType: 'connection', objectId: row.id, name: row.name });
    if (row.credential_id === null) return withSecrets(connection.settings, opened);
    const { username, password } = await credentials.login(row.credential_id, row);
    return withSecrets({ ...connection.settings, username }, { ...opened, password });
  }

  return {
    open,
    /** Settings with their secrets and the way to the server, for a feature that logs in by itself to write. */
    async loginOf(
      connection: StoredConnection,
      row: ConnectionRow,
      ownerIsAdmin: boolean,
    ): Promise<ConnectionLogin> {
      return {
        settings: await settingsOf(connection, row),
        context: { resolveHost: (host) => egress.resolve(host, { trusted: ownerIsAdmin }) },
      };
    },
    /** Opens a stored connection with its secrets. */
    async openStored(
      connection: StoredConnection,
      row: ConnectionRow,
      ownerIsAdmin: boolean,
    ): Promise<Database> {
      const { engine, kind } = connection;
      const settings = await settingsOf(connection, row);
      if (kind === 'own') return open(engine, settings, ownerIsAdmin);
      const database = managedPath(dataDir, kind, settings.database ?? '');
      if (!existsSync(database)) throw missingFiles[kind]();
      return dial(engine, { ...settings, database }, true);
    },
  };
}

export type ConnectionOpener = ReturnType<typeof createConnectionOpener>;

/** The full settings: what is stored in the clear and the secret fields. */
export function withSecrets(
  settings: Omit<ConnectionSettings, 'password'>,
  { password = null, ...options }: { password?: string | null; [option: string]: string | null | undefined },
): ConnectionSettings {
  const given = Object.entries(options).filter((entry): entry is [string, string] => entry[1] != null);
  return { ...settings, password, options: { ...settings.options, ...Object.fromEntries(given) } };
}

/** 403 for a path on the server named by somebody who is no administrator. */
export function pathRefusal(): AppError {
  return new AppError('FORBIDDEN', {
    zh: '只有管理员可以打开服务器上的文件；请改为上传数据文件，它会成为你工作区里的表',
    en: 'Only an administrator may open a file of the server; upload the data file instead, and it becomes a table of your workspace',
  });
}

const missingFiles = {
  sample: () =>
    new AppError('UNAVAILABLE', {
      zh: '示例商店正在准备，请几秒后再试；如果一直如此，请让管理员查看日志',
      en: 'The sample shop is being prepared; try again in a few seconds. If this goes on, have an administrator look at the log',
    }),
  warehouse: () =>
    new AppError('UNAVAILABLE', {
      zh: '采集数据的文件不在了，请让管理员查看日志',
      en: 'The file of the collected tables is gone; have an administrator look at the log',
    }),
  workspace: () =>
    new AppError('UNAVAILABLE', {
      zh: '工作区里还没有表，请先上传数据文件',
      en: 'Your workspace has no tables yet; upload a data file first',
    }),
};

function unreadableSecrets(): AppError {
  return new AppError('CONNECTION_FAILED', {
    zh: '保存的密码无法解密（主密钥可能换过），请编辑连接并重新输入密码',
    en: 'The stored password cannot be decrypted (the master key may have changed); edit the connection and enter it again',
  });
}
