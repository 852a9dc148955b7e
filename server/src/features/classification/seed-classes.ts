import type { Class } from '@sextant/contract/classification';

type Seed = Pick<Class, 'code' | 'name' | 'description' | 'color' | 'priority' | 'risk_level' | 'allows'> & {
  rules: { name: string; expression: string }[];
};

/** The classes that a new installation begins with, the weightiest first, and the rule of each. */
export const seedClasses: readonly Seed[] = [
  {
    code: 'superuser',
    name: { zh: '超级用户', en: 'Superuser' },
    description: '可以做任何事的账户 · May do everything',
    color: '#b42318',
    priority: 100,
    risk_level: 'critical',
    allows: 'administrator',
    rules: [{ name: '超级用户 · Superusers', expression: 'superuser and not system' }],
  },
  {
    code: 'high_risk',
    name: { zh: '高危账户', en: 'High risk' },
    description: '能管理账号、读写服务器文件或执行程序 · Reaches accounts, files or programs of the server',
    color: '#d92d20',
    priority: 90,
    risk_level: 'high',
    allows: 'administrator',
    rules: [
      {
        name: '管理账号、文件、程序 · Accounts, files, programs',
        expression:
          'capability("ACCOUNTS", "FILES", "PROGRAMS", "SERVER", "BYPASS_RLS") and not superuser and not system',
      },
    ],
  },
  {
    code: 'privileged',
    name: { zh: '特权账户', en: 'Privileged' },
    description: '能改表结构或转授权限 · Changes tables or passes rights on',
    color: '#dc6803',
    priority: 80,
    risk_level: 'medium',
    allows: 'owner',
    rules: [
      {
        name: '改结构或转授 · Structure or grants',
        expression: '(grade in ("owner", "administrator") or can_grant) and not superuser and not system',
      },
    ],
  },
  {
    code: 'locked',
    name: { zh: '已锁定', en: 'Locked' },
    description: '已锁定或停用的账户 · Locked or disabled',
    color: '#475467',
    priority: 70,
    risk_level: 'low',
    allows: 'nothing',
    rules: [{ name: '已锁定 · Locked', expression: 'locked and not system' }],
  },
  {
    code: 'dormant',
    name: { zh: '休眠账户', en: 'Dormant' },
    description: '很久没有登录、已过期，或密码一年未改 · Not used, expired, or its password is a year old',
    color: '#7a5af8',
    priority: 60,
    risk_level: 'medium',
    allows: 'nothing',
    rules: [
      {
        name: '90 天未登录或已过期 · Not seen for 90 days, or expired',
        expression: '(last_login_days > 90 or expired) and can_login and not system',
      },
    ],
  },
  {
    code: 'ordinary',
    name: { zh: '普通账户', en: 'Ordinary' },
    description: '只改动数据 · Only changes rows',
    color: '#1570ef',
    priority: 50,
    risk_level: 'low',
    allows: 'writer',
    rules: [
      {
        name: '读写数据 · Reads and writes',
        expression: 'grade = "writer" and kind = "user" and not system',
      },
    ],
  },
  {
    code: 'read_only',
    name: { zh: '只读账户', en: 'Read-only' },
    description: '只能读取 · Only reads',
    color: '#079455',
    priority: 40,
    risk_level: 'low',
    allows: 'reader',
    rules: [{ name: '只读 · Readers', expression: 'grade = "reader" and kind = "user" and not system' }],
  },
];
