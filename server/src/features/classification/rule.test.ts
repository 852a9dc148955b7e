import type { AccountFacts } from '@sextant/engines/account-facts';
import { describe, expect, it } from 'vitest';
import { compileRule } from './rule-matcher.ts';
import { parseRule } from './rule-parser.ts';
import { describeRule } from './rule-text.ts';
import { RuleError } from './rule-tokens.ts';

const now = Date.parse('2026-11-21T12:00:00Z');
const account: AccountFacts = {
  name: 'app_写入',
  host: '10.0.%',
  kind: 'user',
  is_system: false,
  is_superuser: false,
  is_locked: false,
  can_login: true,
  expires_at: '2026-12-01T12:00:00.000Z',
  password_changed_at: '2026-01-01T00:00:00.000Z',
  last_login_at: null,
  roles: [{ name: 'ops', via: null, can_grant: false }],
  privileges: [
    { level: 'server', object: null, privilege: 'DROP', grantable: false, via: 'ops' },
    { level: 'table', object: 'shop.orders', privilege: 'SELECT', grantable: true, via: null },
  ],
  capabilities: ['GRANT'],
  grade: 'owner',
  attributes: {},
  problem: null,
};
const subject = {
  facts: account,
  engine: 'mysql',
  connection: '生产',
  firstSeenAt: '2026-11-01T00:00:00.000Z',
};
const matches = (expression: string) => compileRule(expression).matches(subject, now);

function failure(expression: string): RuleError {
  try {
    parseRule(expression);
  } catch (error) {
    if (error instanceof RuleError) return error;
  }
  throw new Error(`${expression} was read`);
}

describe('the rule language', () => {
  it.each([
    ['superuser', false],
    ['not superuser', true],
    ['can_login and not locked', true],
    ['superuser or can_grant', true],
    ['superuser or can_login and locked', false],
    ['(superuser or can_login) and not locked', true],
    ['NAME LIKE "APP\\_%"', true],
    ['name like "app_"', false],
    ['name like "%_入"', true],
    ['name like "APP\\_%写%"', true],
    ['name like "app\\%%"', false],
    ['name not like "%写入"', false],
    ['host in ("localhost", "10.0.%")', true],
    ['host not in ("localhost")', true],
    ['engine = "mysql" and connection = "生产"', true],
    ["grade != 'reader'", true],
    ['password_age_days > 300', true],
    ['expires_in_days <= 10', true],
    ['expires_in_days < 10', false],
    ['age_days >= 20', true],
    ['privileges = 2 and roles in (1, 2)', true],
    ['privilege("DROP")', true],
    ['privilege("drop", level = "server")', true],
    ['privilege("DROP", level = "table")', false],
    ['privilege("SELECT", object like "shop.%", grantable = "yes")', true],
    ['privilege("DROP", via = "")', false],
    ['privilege(name like "SEL%")', true],
    ['privilege("INSERT", "SELECT")', true],
    ['role("OPS")', true],
    ['capability("GRANT", "FILES")', true],
    ['everyone', true],
  ])('reads %s', (expression, expected) => {
    expect(matches(expression)).toBe(expected);
  });

  it('takes what is not known for neither more nor less', () => {
    for (const expression of ['last_login_days > 90', 'last_login_days <= 90', 'last_login_days != 1']) {
      expect(matches(expression), expression).toBe(false);
    }
    expect(matches('known(last_login_days)')).toBe(false);
    expect(matches('not known(last_login_days) and known(expires_in_days)')).toBe(true);
  });

  it('answers a pattern of nothing but gaps, on which a regular expression would try every way there is', () => {
    const name = 'a'.repeat(63);
    const gaps = compileRule(`name like "${'%a'.repeat(40)}%b"`);
    expect(gaps.matches({ ...subject, facts: { ...account, name } }, now)).toBe(false);
    expect(gaps.matches({ ...subject, facts: { ...account, name: `${name}b` } }, now)).toBe(true);
  });

  it('binds not before and, and before or', () => {
    expect(describeRule('superuser or not locked and can_login').formatted).toBe(
      'superuser or not locked and can_login',
    );
    expect(describeRule('not (superuser or locked)and(can_login)').formatted).toBe(
      'not (superuser or locked) and can_login',
    );
  });

  it('says why an account matches, and only with what held', () => {
    const { reasons } = compileRule('(superuser or privilege("DROP")) and host like "10.%" and not locked');
    expect(reasons(subject, now)).toEqual([
      'privilege("DROP") ← DROP on * via ops',
      'host like "10.%" ← 10.0.%',
      'not locked',
    ]);
    expect(compileRule('can_login and superuser').reasons(subject, now)).toEqual([]);
  });

  it('takes brackets, commas and quotes of a Chinese keyboard', () => {
    expect(matches('（can_login） and host in （“10.0.%”，“x”）')).toBe(true);
  });

  it.each([
    ['', 0, 'everyone'],
    ['superuzer', 0, 'superuser'],
    ['superuser and', 13, 'not'],
    ['superuser superuser', 10, 'and'],
    ['host = localhost', 7, '"localhost"'],
    ['last_login_days > "90"', 18, '90'],
    ['name > "a"', 5, 'like'],
    ['engine = "mysgl"', 9, 'mysql'],
    ['privilege("DROP", levle = "server")', 18, 'level'],
    ['privilege("DROP", level = "galaxy")', 26, 'server'],
    ['capability("FLY")', 11, 'FILES'],
    ['(superuser', 10, ')'],
    ['name = "abc', 7, '"'],
    ['name in "a"', 8, '('],
    ['known(superuser)', 6, 'last_login_days'],
    ['superuser; drop', 9, null],
  ])('names the place and the words that fit in %j', (expression, from, expected) => {
    const error = failure(expression);
    expect(error.from).toBe(from);
    if (expected !== null) expect([...error.expected, error.text.en].join(' ')).toContain(expected);
    expect(error.text.zh).not.toBe('');
  });

  it('refuses nesting without an end', () => {
    expect(failure(`${'('.repeat(5000)}superuser`).text.en).toContain('deep');
    expect(failure(`${'not '.repeat(5000)}superuser`).text.en).toContain('deep');
  });

  it('says a rule as a sentence', () => {
    const { text } = describeRule('privilege("DROP", level = "server") and not host in ("localhost")');
    expect(text.zh).toBe('有权限 DROP（层级是 server） 且 并非 主机属于 localhost');
    expect(text.en).toBe('has the right DROP (the level is server) and not the host is one of localhost');
  });
});
