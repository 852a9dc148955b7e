import type { Role } from '@sextant/contract/permissions';
import { AppError, forbidden } from '../../platform/errors/app-error.ts';
import type { ScriptLanguage, ScriptSource } from '../scripts/runtime/script-runtime.ts';
import type { ExtensionRow, StoredExtension } from './extensions.repository.ts';
import type { ExtensionDescription } from './read-extension.ts';

/** Whether somebody is among those who may run an extension; administrators always are. */
export function mayRun(
  { roles, user_ids: userIds }: ExtensionRow,
  who: { userId: string; role: Role },
): boolean {
  if (who.role === 'admin' || (JSON.parse(roles) as string[]).includes(who.role)) return true;
  return (JSON.parse(userIds) as string[]).includes(who.userId);
}

export function descriptionOf({ version }: StoredExtension): ExtensionDescription {
  return JSON.parse(version.description) as ExtensionDescription;
}

export function sourceOf({ row, version }: StoredExtension): ScriptSource {
  return { id: row.id, language: version.language as ScriptLanguage, source: version.source };
}

export function disabled(name: string): AppError {
  return new AppError('CONFLICT', {
    zh: `扩展「${name}」已停用，请管理员启用后再运行`,
    en: `The extension "${name}" is disabled; an administrator can enable it`,
  });
}

export function notAllowed(name: string): AppError {
  return forbidden({
    zh: `没有权限运行扩展「${name}」`,
    en: `You are not among those who may run the extension "${name}"`,
  });
}
