import { createSigner, createVerifier } from 'fast-jwt';
import { z } from 'zod';
import { AppError, unauthorized } from '../errors/app-error.ts';
import { deriveKey } from '../secrets/master-key.ts';

export const accessSeconds = 3600;
export const refreshSeconds = 7 * 86_400;

const accessSchema = z.object({
  type: z.literal('access'),
  sub: z.string(),
  sid: z.string(),
  fam: z.string(),
  exp: z.number(),
});
const refreshSchema = accessSchema.extend({ type: z.literal('refresh'), jti: z.string() });
export type AccessClaims = z.infer<typeof accessSchema>;
export type RefreshClaims = z.infer<typeof refreshSchema>;

/** 401 whose details say that a sign-in or a refresh helps. */
function expiredSignIn(): AppError {
  const text = { zh: '登录已过期，请重新登录', en: 'The sign-in has expired; sign in again' };
  return new AppError('UNAUTHORIZED', text, { details: { reason: 'expired' } });
}

/** Signs and reads the two kinds of tokens; reading throws 401 for anything but a good token of that kind. */
export function createTokens(masterKey: Buffer) {
  const key = deriveKey(masterKey, 'tokens');
  const signAccess = createSigner({ key, expiresIn: accessSeconds * 1000 });
  const signRefresh = createSigner({ key, expiresIn: refreshSeconds * 1000 });
  const verify = createVerifier({ key, algorithms: ['HS256'], cache: 5_000 });

  function read<S extends z.ZodType>(token: string, schema: S): z.infer<S> {
    let claims: unknown;
    try {
      claims = verify(token);
    } catch (error) {
      throw (error as { code?: string }).code === 'FAST_JWT_EXPIRED'
        ? expiredSignIn()
        : unauthorized({ zh: '令牌无效', en: 'The token is not valid' });
    }
    const parsed = schema.safeParse(claims);
    if (!parsed.success) throw unauthorized({ zh: '令牌类型不对', en: 'The token is of another kind' });
    return parsed.data;
  }

  return {
    issueAccess: (claims: Omit<AccessClaims, 'type' | 'exp'>): string =>
      signAccess({ ...claims, type: 'access' }),
    issueRefresh: (claims: Omit<RefreshClaims, 'type' | 'exp'>): string =>
      signRefresh({ ...claims, type: 'refresh' }),
    readAccess: (token: string): AccessClaims => read(token, accessSchema),
    readRefresh: (token: string): RefreshClaims => read(token, refreshSchema),
  };
}

export type Tokens = ReturnType<typeof createTokens>;
