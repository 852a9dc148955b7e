import { accountKindSchema, gradeSchema, privilegeLevelSchema } from '@sextant/contract/accounts';
import type { RuleWord } from '@sextant/contract/classification';
import type { Text } from '@sextant/contract/text';

const flags: Record<string, Text> = {
  superuser: { zh: '超级用户', en: 'may do everything' },
  locked: { zh: '已锁定或停用', en: 'is locked or disabled' },
  can_login: { zh: '可以登录', en: 'can log in' },
  system: { zh: '数据库自带的账户', en: "is the server's own" },
  expired: { zh: '密码或账户已过期', en: 'its password or the account has expired' },
  can_grant: { zh: '可以把权限授予他人', en: 'may pass rights on' },
  everyone: { zh: '所有账户', en: 'every account' },
};

const texts: Record<string, { text: Text; values?: readonly string[] }> = {
  name: { text: { zh: '账户名', en: 'the account’s name' } },
  host: {
    text: {
      zh: '来源主机；没有这一项的引擎为空',
      en: 'where it may come from; empty where the engine has none',
    },
  },
  kind: { text: { zh: '用户还是角色', en: 'user or role' }, values: accountKindSchema.options },
  engine: {
    text: { zh: '数据库引擎', en: 'the engine' },
    values: [
      'mysql',
      'postgresql',
      'sqlserver',
      'oracle',
      'clickhouse',
      'tidb',
      'oceanbase',
      'opengauss',
      'kingbase',
    ],
  },
  connection: { text: { zh: '实例名', en: 'the instance’s name' } },
  grade: { text: { zh: '权限等级，由低到高', en: 'how far its rights go' }, values: gradeSchema.options },
};

const numbers: Record<string, Text> = {
  last_login_days: {
    zh: '距上次登录的天数；引擎不记录时不成立',
    en: 'days since the last login; unknown where the engine keeps none',
  },
  password_age_days: { zh: '密码的天数', en: 'days since the password was set' },
  expires_in_days: { zh: '距到期的天数；已过期为负', en: 'days until it expires; negative once it has' },
  age_days: { zh: '首次发现至今的天数', en: 'days since it was first seen' },
  privileges: { zh: '有效权限的数量', en: 'how many rights it has' },
  roles: { zh: '角色的数量', en: 'how many roles it has' },
};

export const privilegeFields: Record<string, { text: Text; values?: readonly string[] }> = {
  level: {
    text: { zh: '权限所在的层级', en: 'the level of the right' },
    values: privilegeLevelSchema.options,
  },
  object: {
    text: {
      zh: '对象，如 shop.orders；服务器级为空',
      en: 'its object, such as shop.orders; empty for the server',
    },
  },
  name: { text: { zh: '权限名，可用 like', en: 'its name, for like' } },
  via: { text: { zh: '经由的角色；直接授予为空', en: 'the role it comes through; empty when direct' } },
  grantable: {
    text: { zh: '可否转授：yes 或 no', en: 'may be passed on: yes or no' },
    values: ['yes', 'no'],
  },
};

const capabilities = [
  'SUPERUSER',
  'GRANT',
  'ACCOUNTS',
  'FILES',
  'PROGRAMS',
  'REPLICATION',
  'SERVER',
  'CREATE_DATABASE',
  'BYPASS_RLS',
  'LOCKED',
];

const functions: Record<string, { text: Text; insert: string; values?: readonly string[] }> = {
  privilege: {
    insert: 'privilege("")',
    text: {
      zh: '有这些权限之一，可再限定层级、对象、经由的角色：privilege("DROP", level = "server")',
      en: 'has one of these rights, within level, object or role: privilege("DROP", level = "server")',
    },
  },
  role: {
    insert: 'role("")',
    text: { zh: '直接或间接拥有这些角色之一', en: 'holds one of these roles, however far' },
  },
  capability: {
    insert: 'capability("")',
    text: { zh: '具备这些能力之一', en: 'is able to do one of these' },
    values: capabilities,
  },
  known: { insert: 'known()', text: { zh: '这一项的值是已知的', en: 'whether the value is known' } },
};

export const flagWords = Object.keys(flags);
export const textWords = Object.keys(texts);
export const numberWords = Object.keys(numbers);
export const functionWords = Object.keys(functions);
export const capabilityNames: readonly string[] = capabilities;

/** The values that a word can have, where there are only some. */
export function valuesOf(word: string): readonly string[] | null {
  return texts[word]?.values ?? privilegeFields[word]?.values ?? null;
}

/** A word in words. */
export function wordText(word: string): Text {
  return flags[word] ?? texts[word]?.text ?? numbers[word] ?? functions[word]?.text ?? { zh: word, en: word };
}

/** Everything that can be written, for help and completion. */
export function ruleWords(): RuleWord[] {
  const logic: Record<string, Text> = {
    and: { zh: '并且', en: 'both' },
    or: { zh: '或者', en: 'either' },
    not: { zh: '不', en: 'not' },
    in: { zh: '是其中之一', en: 'one of a list' },
    like: { zh: '符合模式，% 任意字符，_ 一个字符', en: 'fits a pattern; % any characters, _ one' },
  };
  return [
    ...Object.entries(flags).map(([word, text]) => ({ word, kind: 'flag' as const, insert: word, text })),
    ...Object.entries(texts).map(([word, { text, values }]) => ({
      word,
      kind: 'text' as const,
      insert: `${word} = ""`,
      text,
      ...(values && { values: [...values] }),
    })),
    ...Object.entries(numbers).map(([word, text]) => ({
      word,
      kind: 'number' as const,
      insert: `${word} > `,
      text,
    })),
    ...Object.entries(functions).map(([word, { text, insert, values }]) => ({
      word,
      kind: 'function' as const,
      insert,
      text,
      ...(values && { values: [...values] }),
    })),
    ...Object.entries(logic).map(([word, text]) => ({
      word,
      kind: 'operator' as const,
      insert: ` ${word} `,
      text,
    })),
  ];
}

export const ruleExamples = [
  'superuser',
  'privilege("DROP", "ALTER", level = "server") and not host in ("localhost", "127.0.0.1")',
  'privilege("SELECT", object like "payroll.%") and not role("hr")',
  'can_login and last_login_days > 90',
  'engine = "mysql" and capability("FILES", "GRANT") and not locked',
];
