import type { Role } from '@sextant/contract/permissions';
import type { Audit } from '../../platform/audit/audit.ts';
import { hashPassword, verifyPassword } from '../../platform/auth/password.ts';
import type { Principal } from '../../platform/auth/principal.ts';
import { isUniqueViolation } from '../../platform/db/unique-violation.ts';
import { AppError, conflict, invalid, notFound } from '../../platform/errors/app-error.ts';
import type { EventBus } from '../../platform/events/event-bus.ts';
import type { SignInService } from './sign-in.service.ts';
import type { UserChanges, UserRow, UsersRepository } from './users.repository.ts';

export interface UserInput {
  username?: string;
  email?: string | null;
  displayName?: string;
  password: string;
  role: Role;
}

export interface UserEdit {
  username?: string;
  email?: string | null;
  displayName?: string;
  role?: Role;
  isActive?: boolean;
  password?: string;
}

const thing = { zh: '用户', en: 'User' };

/** Users: who may exist, under which name, and that an administrator always remains. */
export function createUsersService(deps: {
  users: UsersRepository;
  signIn: SignInService;
  events: EventBus;
  audit: Audit;
}) {
  const { users, signIn, events, audit } = deps;

  async function requireFree(field: 'username' | 'email', value: string, exceptId?: string): Promise<void> {
    const owner = await users.findByLogin(value);
    if (!owner || owner.id === exceptId) return;
    throw conflict(field, {
      zh: `「${value}」已被使用，请换一个`,
      en: `"${value}" is taken; choose another one`,
    });
  }

  /** Two people may ask for one name in the same moment: the store lets one of them have it. */
  async function storing<T>(work: Promise<T>): Promise<T> {
    try {
      return await work;
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
      throw new AppError('CONFLICT', {
        zh: '用户名或邮箱刚刚被占用，请换一个',
        en: 'The username or e-mail address has just been taken; choose another one',
      });
    }
  }

  async function freeUsername(email: string): Promise<string> {
    const base =
      email
        .split('@')[0]
        ?.replace(/[^\p{L}\p{N}_.-]/gu, '')
        .slice(0, 40) || 'user';
    for (let suffix = 1; ; suffix += 1) {
      const candidate = suffix === 1 && base.length >= 2 ? base : `${base}_${suffix}`;
      if (!(await users.findByLogin(candidate))) return candidate;
    }
  }

  async function get(id: string): Promise<UserRow> {
    const user = await users.findById(id);
    if (!user) throw notFound(thing, id);
    return user;
  }

  async function requireOtherAdmin(user: UserRow): Promise<void> {
    if (user.role !== 'admin' || user.is_active === 0 || (await users.countActiveAdmins()) > 1) return;
    throw new AppError('CONFLICT', {
      zh: '这是最后一位管理员，请先指定另一位管理员',
      en: 'This is the last administrator; make somebody else one first',
    });
  }

  return {
    /** The user names of ids; those of users who are gone are missing. */
    usernames: (ids: readonly string[]): Promise<Map<string, string>> => users.usernames([...new Set(ids)]),

    get,
    list: users.list,
    counts: users.counts,
    /** The users with these ids; those who are gone are missing. */
    findMany: users.findMany,

    /** The user with this integer id, as the families' documents have them. */
    async getByNumber(number: number): Promise<UserRow> {
      const user = await users.findByNumber(number);
      if (!user) throw notFound(thing, String(number));
      return user;
    },

    /** Creates a user; without a username one is made from the e-mail address. 409 names the field that is taken. */
    async create(input: UserInput, actor: Principal | null): Promise<UserRow> {
      const email = input.email ?? null;
      if (email !== null) await requireFree('email', email);
      if (input.username !== undefined) await requireFree('username', input.username);
      const username = input.username ?? (await freeUsername(email ?? 'user'));
      const passwordHash = await hashPassword(input.password);
      const displayName = input.displayName ?? email?.split('@')[0] ?? username;
      const user = await storing(
        users.create({ username, email, displayName, role: input.role, passwordHash }),
      );
      await audit.record(actor ?? { username }, {
        action: 'user.created',
        objectType: 'user',
        objectId: user.id,
        details: { username, role: input.role },
      });
      return user;
    },

    /** Changes a user; a new password or a lock ends the user's sign-ins. */
    async update(id: string, edit: UserEdit, actor: Principal): Promise<UserRow> {
      const user = await get(id);
      if (edit.email) await requireFree('email', edit.email, id);
      if (edit.username !== undefined) await requireFree('username', edit.username, id);
      if (edit.isActive === false && id === actor.userId) {
        throw new AppError('CONFLICT', { zh: '不能停用自己', en: 'You cannot switch off yourself' });
      }
      const loses = (edit.role !== undefined && edit.role !== 'admin') || edit.isActive === false;
      if (loses) await requireOtherAdmin(user);
      const changes: UserChanges = {
        ...(edit.username !== undefined && { username: edit.username }),
        ...(edit.email !== undefined && { email: edit.email }),
        ...(edit.displayName !== undefined && { display_name: edit.displayName }),
        ...(edit.role !== undefined && { role: edit.role }),
        ...(edit.isActive !== undefined && { is_active: edit.isActive ? 1 : 0 }),
        ...(edit.password !== undefined && { password_hash: await hashPassword(edit.password) }),
      };
      const updated = await storing(users.update(id, changes));
      if (!updated) throw notFound(thing, id);
      if (edit.password !== undefined || edit.isActive === false) await signIn.signOutEverywhere(id, null);
      await events.publish('user.changed', { userId: id });
      const { password, ...details } = edit;
      await audit.record(actor, {
        action: 'user.updated',
        objectType: 'user',
        objectId: id,
        details: { username: user.username, ...details, password_changed: password !== undefined },
        before: describe(user),
        after: describe(updated),
      });
      return updated;
    },

    async remove(id: string, actor: Principal): Promise<void> {
      const user = await get(id);
      if (id === actor.userId) {
        throw new AppError('CONFLICT', { zh: '不能删除自己', en: 'You cannot delete yourself' });
      }
      await requireOtherAdmin(user);
      await signIn.signOutEverywhere(id, null);
      await users.remove(id);
      await events.publish('user.changed', { userId: id });
      await audit.record(actor, {
        action: 'user.deleted',
        objectType: 'user',
        objectId: id,
        details: { username: user.username },
      });
    },

    /** Changes the own password after checking the current one; all other sign-ins end. */
    async changePassword(principal: Principal, current: string, next: string): Promise<void> {
      const user = await get(principal.userId);
      if (!(await verifyPassword(current, user.password_hash))) {
        throw invalid('current_password', { zh: '当前密码不对', en: 'The current password is wrong' });
      }
      await users.update(user.id, { password_hash: await hashPassword(next) });
      await signIn.signOutEverywhere(user.id, principal.sessionId);
      await audit.record(principal, {
        action: 'user.password_changed',
        objectType: 'user',
        objectId: user.id,
      });
    },
  };
}

/** What a record says of a user before and after a change. */
function describe({ username, email, display_name, role, is_active }: UserRow): Record<string, unknown> {
  return { username, email, display_name, role, is_active: is_active === 1 };
}

export type UsersService = ReturnType<typeof createUsersService>;
