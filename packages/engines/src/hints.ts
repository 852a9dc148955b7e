import type { Text } from '@sextant/contract/text';
import { EngineError, type EngineErrorCode } from './engine-error.ts';

const hints: Record<EngineErrorCode, Text | undefined> = {
  auth: {
    zh: '用户名或密码不对，请核对后重试；也可能是数据库不允许该用户从本机登录。',
    en: 'Check the user name and the password; the database may also forbid this user to log in from this machine.',
  },
  plugin: {
    zh: '服务器要求的登录验证方式这里不支持。请让管理员为该用户改用密码验证（如 mysql_native_password、caching_sha2_password、md5、scram-sha-256），然后重设密码。',
    en: 'The server asks for a way to log in that is not supported here. Ask the administrator to give this user a password login (mysql_native_password, caching_sha2_password, md5 or scram-sha-256) and to set the password again.',
  },
  network: {
    zh: '连不上这台主机，请检查主机名、端口、网络和防火墙。',
    en: 'The host could not be reached. Check the host name, the port, the network and the firewall.',
  },
  refused: {
    zh: '主机可以到达，但该端口没有数据库在监听，或连接数已满。请检查端口以及数据库是否已启动。',
    en: 'The host was reached but the connection was refused. Check the port, and that the database is running and has connections left.',
  },
  tls: {
    zh: '加密连接没有建立。请检查 TLS 选项、CA 证书，以及证书上的主机名。',
    en: 'No encrypted connection could be made. Check the TLS option, the CA certificate and the host name in the certificate.',
  },
  unknown_database: {
    zh: '数据库不存在，请检查数据库名或文件路径。',
    en: 'There is no such database. Check its name or the path of the file.',
  },
  settings: undefined,
  syntax: {
    zh: 'SQL 有语法错误，请对照数据库给出的位置修改。',
    en: 'The SQL has a syntax error; see the place that the database names.',
  },
  unknown_table: {
    zh: '表或视图不存在，请对照表结构检查名称。',
    en: 'There is no such table or view. Compare the name with the schema explorer.',
  },
  unknown_column: {
    zh: '列不存在，请对照表结构检查名称。',
    en: 'There is no such column. Compare the name with the schema explorer.',
  },
  denied: {
    zh: '该数据库用户没有权限做这件事，请向数据库管理员申请读取权限。',
    en: 'The database user lacks the right to do this. Ask the database administrator for read access.',
  },
  read_only: {
    zh: '这里只能执行只读查询，写入和修改结构的语句会被数据库拒绝。',
    en: 'Only read-only statements run here; the database refuses writes and changes of structure.',
  },
  timeout: {
    zh: '超过了时间上限。请缩小查询范围、加上筛选条件，或提高时间上限。',
    en: 'The time limit was reached. Narrow the query, add filters or raise the limit.',
  },
  cancelled: { zh: '查询已停止。', en: 'The query was stopped.' },
  lost: {
    zh: '与数据库的连接中断了，请重试；如果反复出现，请检查数据库日志。',
    en: 'The connection to the database was lost. Try again; if it happens again, look at the log of the database.',
  },
  failed: undefined,
};

/** An `EngineError` with the next step that belongs to its code. */
export function hintedError(code: EngineErrorCode, message: string, cause?: unknown): EngineError {
  return new EngineError(code, message, { hint: hints[code], cause });
}
