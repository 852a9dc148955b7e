import type { ConnectionField } from '@sextant/contract/connections';

const host: ConnectionField = {
  name: 'host',
  label: { zh: '主机', en: 'Host' },
  kind: 'text',
  required: true,
  secret: false,
  option: false,
  default: '127.0.0.1',
};

const port: ConnectionField = {
  name: 'port',
  label: { zh: '端口', en: 'Port' },
  kind: 'number',
  required: false,
  secret: false,
  option: false,
};

const username: ConnectionField = {
  name: 'username',
  label: { zh: '用户名', en: 'User name' },
  kind: 'text',
  required: true,
  secret: false,
  option: false,
  hint: { zh: '建议使用只有读取权限的账号', en: 'Best a login that may only read' },
};

const password: ConnectionField = {
  name: 'password',
  label: { zh: '密码', en: 'Password' },
  kind: 'password',
  required: false,
  secret: true,
  option: false,
};

const database: ConnectionField = {
  name: 'database',
  label: { zh: '数据库', en: 'Database' },
  kind: 'text',
  required: true,
  secret: false,
  option: false,
};

/** For servers that let one connection read several databases. */
export const optionalDatabase: Partial<ConnectionField> = {
  required: false,
  hint: { zh: '留空则列出该用户可见的所有库', en: 'Empty: all databases that the login may see' },
};

const tls: ConnectionField[] = [
  {
    name: 'tls',
    label: { zh: '加密连接（TLS）', en: 'TLS' },
    kind: 'select',
    required: false,
    secret: false,
    option: true,
    default: 'disable',
    choices: ['disable', 'require', 'verify'],
    hint: {
      zh: 'disable 不加密；require 加密但不校验证书；verify 加密并校验证书和主机名',
      en: 'disable: none; require: encrypted, certificate not checked; verify: certificate and host name checked',
    },
  },
  {
    name: 'tls_ca',
    label: { zh: 'CA 证书（PEM）', en: 'CA certificate (PEM)' },
    kind: 'multiline',
    required: false,
    secret: false,
    option: true,
    hint: { zh: '留空则使用系统信任的证书', en: "Empty: the system's own trusted certificates" },
  },
];

/** The form of an engine that is reached over the network. `databaseField` and `usernameField` change these fields. */
export function serverFields(
  defaultPort: number,
  databaseField: Partial<ConnectionField>,
  options: readonly ConnectionField[] = [],
  usernameField: Partial<ConnectionField> = {},
): ConnectionField[] {
  return [
    host,
    { ...port, default: defaultPort },
    { ...username, ...usernameField },
    password,
    { ...database, ...databaseField },
    ...options,
    ...tls,
  ];
}

/** The form of an engine that opens a file of this machine. */
export function fileFields(): ConnectionField[] {
  return [{ ...database, kind: 'path', label: { zh: '数据库文件', en: 'Database file' } }];
}
