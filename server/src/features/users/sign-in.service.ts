import type { Audit } from '../../platform/audit/audit.ts';
import type { createAttemptLimiter } from '../../platform/auth/attempt-limiter.ts';
import { verifyPassword } from '../../platform/auth/password.ts';
import type { Principal } from '../../platform/auth/principal.ts';
import {
  accessSeconds,
  type RefreshClaims,
  refreshSeconds,
  type Tokens,
} from '../../platform/auth/tokens.ts';
import { unauthorized } from '../../platform/errors/app-error.ts';
import type { EventBus } from '../../platform/events/event-bus.ts';
import type { SessionsRepository } from './sessions.repository.ts';
import type { UserRow, UsersRepository } from './users.repository.ts';

export interface SignedIn {
  user: UserRow;
  accessToken: string;
  refreshToken: string;
  /** Seconds until the access token expires. */
  expiresIn: number;
}

const wrongLogin = { zh: '用户名或密码错误', en: 'The name or the password is wrong' };
const otherFamily = {
  zh: '这个刷新令牌由另一个接口签发，请在签发它的接口刷新',
  en: 'This refresh token was issued by another API; refresh it there',
};
const ended = { zh: '登录已失效，请重新登录', en: 'This sign-in has ended; sign in again' };

/** Sign-in, rotation and sign-out for all families; a family only names itself and translates the answer. */
export function createSignInService(deps: {
  users: UsersRepository;
  sessions: SessionsRepository;
  tokens: Tokens;
  attempts: ReturnType<typeof createAttemptLimiter>;
  events: EventBus;
  audit: Audit;
}) {
  const { users, sessions, tokens, attempts, events, audit } = deps;
  const refreshEnd = () => new Date(Date.now() + refreshSeconds * 1000);

  function issue(user: UserRow, sessionId: string, refreshId: string, family: string): SignedIn {
    const claims = { sub: user.id, sid: sessionId, fam: family };
    return {
      user,
      accessToken: tokens.issueAccess(claims),
      refreshToken: tokens.issueRefresh({ ...claims, jti: refreshId }),
      expiresIn: accessSeconds,
    };
  }

  /** A refresh token is good only in the family that issued it: each has its own rule for renewing. */
  function readRefresh(refreshToken: string, family: string): RefreshClaims {
    const claims = tokens.readRefresh(refreshToken);
    if (claims.fam !== family) throw unauthorized(otherFamily);
    return claims;
  }

  async function revoke(sessionId: string): Promise<void> {
    await sessions.revoke(sessionId);
    await events.publish('session.revoked', { sessionId });
  }

  return {
    /** Opens a session for a user who has proved who they are. */
    async open(user: UserRow, family: string): Promise<SignedIn> {
      const session = await sessions.create(user.id, family, refreshEnd());
      return issue(user, session.id, session.refresh_id, family);
    },

    /** Checks name (or e-mail address) and password; 401 says neither which was wrong nor whether the user exists. */
    async signIn(input: {
      login: string;
      password: string;
      family: string;
      address: string;
    }): Promise<SignedIn> {
      const account = input.login.toLowerCase();
      attempts.check(account, input.address);
      const user = await users.findByLogin(input.login);
      const right = await verifyPassword(input.password, user?.password_hash ?? null);
      if (!user || !right || user.is_active === 0) {
        attempts.fail(account, input.address);
        await audit.record(
          { username: input.login },
          {
            action: 'sign_in.failed',
            objectType: 'user',
            objectId: user?.id ?? null,
            address: input.address,
          },
        );
        throw unauthorized(wrongLogin);
      }
      attempts.succeed(account, input.address);
      const seen = await users.update(user.id, { last_login_at: new Date().toISOString() });
      await audit.record(
        { userId: user.id, username: user.username },
        {
          action: 'sign_in.succeeded',
          objectType: 'user',
          objectId: user.id,
          details: { username: user.username, family: input.family },
          address: input.address,
        },
      );
      return this.open(seen ?? user, input.family);
    },

    /** Exchanges a family's refresh token for new ones. A token used before ends its whole sign-in. */
    async refresh(refreshToken: string, family: string): Promise<SignedIn> {
      const claims = readRefresh(refreshToken, family);
      const next = await sessions.rotate(claims.sid, claims.jti, refreshEnd());
      if (next === null) {
        await revoke(claims.sid);
        throw unauthorized(ended);
      }
      const user = await users.findById(claims.sub);
      if (!user?.is_active) throw unauthorized(ended);
      return issue(user, claims.sid, next, claims.fam);
    },

    /**
     * Gives a new access token to a client that keeps its refresh token as long as the sign-in, because the family's
     * document knows no other one. The refresh token lives on until it expires, seven days after the sign-in, or until
     * the sign-in is revoked; see docs/decisions/0007-families.md.
     */
    async renew(refreshToken: string, family: string): Promise<string> {
      const claims = readRefresh(refreshToken, family);
      const session = await sessions.find(claims.sid);
      if (!session || session.revoked_at !== null || session.refresh_id !== claims.jti) {
        throw unauthorized(ended);
      }
      const user = await users.findById(session.user_id);
      if (!user?.is_active) throw unauthorized(ended);
      return issue(user, session.id, session.refresh_id, family).accessToken;
    },

    /** Ends the sign-in of this request; its access and refresh tokens are no longer good. */
    async signOut(principal: Principal): Promise<void> {
      if (principal.sessionId === null) return;
      await revoke(principal.sessionId);
      await audit.record(principal, {
        action: 'sign_in.ended',
        objectType: 'user',
        objectId: principal.userId,
        details: { username: principal.username },
      });
    },

    /** Ends all sign-ins of a user, except one when named. */
    async signOutEverywhere(userId: string, exceptSessionId: string | null): Promise<void> {
      for (const sessionId of await sessions.revokeAll(userId, exceptSessionId)) {
        await events.publish('session.revoked', { sessionId });
      }
    },
  };
}

export type SignInService = ReturnType<typeof createSignInService>;
