import { Readable } from 'node:stream';
import type { Account } from '@sextant/contract/accounts';
import type { Cell } from '@sextant/contract/chart';
import type { Language } from '@sextant/contract/text';
import { csvHeader, csvLineWriter } from '@sextant/engines/csv-text';

const headers: Record<Language, string[]> = {
  zh: [
    '实例',
    '引擎',
    '账户',
    '主机',
    '类型',
    '等级',
    '超级用户',
    '已锁定',
    '角色',
    '权限数',
    '分类',
    '密码到期',
    '密码修改',
    '最近登录',
  ],
  en: [
    'instance',
    'engine',
    'account',
    'host',
    'kind',
    'grade',
    'superuser',
    'locked',
    'roles',
    'privileges',
    'classes',
    'expires_at',
    'password_changed_at',
    'last_login_at',
  ],
};

function cells(account: Account, language: Language): Cell[] {
  const yes = (flag: boolean) => (flag ? { zh: '是', en: 'yes' } : { zh: '否', en: 'no' })[language];
  return [
    account.connection_name,
    account.engine,
    account.name,
    account.host,
    account.kind,
    account.grade,
    yes(account.is_superuser),
    yes(account.is_locked),
    account.roles.join(' '),
    account.privileges_count,
    account.classes.map(({ name }) => name[language]).join(' '),
    account.expires_at,
    account.password_changed_at,
    account.last_login_at,
  ];
}

/** Accounts as CSV bytes with a header, a page at a time. */
export function accountsCsv(pages: AsyncIterable<Account[]>, language: Language): Readable {
  const columns = headers[language].map((name) => ({ name, type: 'text', kind: 'text' as const }));
  const line = csvLineWriter(columns);
  async function* chunks() {
    yield csvHeader(columns);
    for await (const page of pages) yield page.map((account) => line(cells(account, language))).join('');
  }
  return Readable.from(chunks(), { objectMode: false });
}
