import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import type { ExtensionConfig, ExtensionDetail } from '@sextant/contract/extensions';
import type { Audit } from '../../platform/audit/audit.ts';
import { isAdmin, type Principal } from '../../platform/auth/principal.ts';
import { isUniqueViolation } from '../../platform/db/unique-violation.ts';
import { type AppError, invalid, notFound } from '../../platform/errors/app-error.ts';
import type { EventBus } from '../../platform/events/event-bus.ts';
import type { SecretBox } from '../../platform/secrets/secret-box.ts';
import type { NotificationsService } from '../notifications/notifications.service.ts';
import { ScriptError } from '../scripts/runtime/script-error.ts';
import type { ScriptRuntime } from '../scripts/runtime/script-runtime.ts';
import { maskSecrets, restoreSecrets, secretTexts, typeLike } from './extension-config.ts';
import type { ExtensionDatabases } from './extension-databases.ts';
import { descriptionOf, mayRun, sourceOf } from './extension-rules.ts';
import { tellStatus } from './extension-status.ts';
import type {
  ExtensionRow,
  ExtensionsRepository,
  ExtensionVersionRow,
  StoredExtension,
} from './extensions.repository.ts';
import { type ExtensionCode, hasFunction, readExtension } from './read-extension.ts';

export type ExtensionChanges = Partial<
  Pick<
    ExtensionDetail,
    | 'name'
    | 'description'
    | 'enabled'
    | 'execution_mode'
    | 'result_type'
    | 'show_in_home'
    | 'timeout_seconds'
    | 'roles'
    | 'user_ids'
  >
>;

export interface ExtensionFilter {
  q?: string | undefined;
  enabled?: boolean | undefined;
  showInHome?: boolean | undefined;
}

export const extensionThing = { zh: '扩展', en: 'Extension' };
const defaults: Required<Omit<ExtensionChanges, 'name' | 'description'>> = {
  enabled: false,
  execution_mode: 'manual',
  result_type: null,
  show_in_home: false,
  timeout_seconds: 60,
  roles: ['user', 'operator', 'admin'],
  user_ids: [],
};
const validateLimits = { timeoutMs: 20_000, cpuSeconds: 20 };

/** Extensions: which there are, their code and their config. Those who change them are administrators. */
export function createExtensionsService(deps: {
  extensions: ExtensionsRepository;
  runtime: ScriptRuntime;
  databases: ExtensionDatabases;
  secrets: SecretBox;
  audit: Audit;
  events: EventBus;
  notify: NotificationsService['notify'];
  folderOf: (extensionId: string) => string;
}) {
  const { extensions, runtime, databases, secrets, audit, events, notify, folderOf } = deps;

  /** Whatever its reader may: for tasks and for what was checked before. */
  async function find(id: string): Promise<StoredExtension> {
    const row = await extensions.find(id);
    const version = row && (await extensions.version(row.id, row.version));
    if (!row || !version) throw notFound(extensionThing, id);
    return { row, version };
  }

  /** 404 for those who may not run it. */
  async function get(principal: Principal, id: string): Promise<StoredExtension> {
    const stored = await find(id);
    if (!isSeenBy(principal, stored)) throw notFound(extensionThing, id);
    return stored;
  }

  function storedConfig({ row }: StoredExtension): ExtensionConfig {
    return row.secret === null ? {} : (JSON.parse(secrets.open(row.secret, row.id)) as ExtensionConfig);
  }

  function configOf(stored: StoredExtension): { config: ExtensionConfig; secrets: string[] } {
    const { defaults: ofCode, secretFields } = descriptionOf(stored);
    const config = { ...ofCode, ...storedConfig(stored) };
    return { config, secrets: secretTexts(config, secretFields) };
  }

  function maskedConfig(stored: StoredExtension): ExtensionConfig {
    return maskSecrets(configOf(stored).config, descriptionOf(stored).secretFields);
  }

  async function record(principal: Principal, action: string, id: string, details = {}): Promise<void> {
    await audit.record(principal, { action, objectType: 'extension', objectId: id, details });
    await events.publish('extension.changed', { extensionId: id });
  }

  /** In the extension's own words: `validate_config` gives a verdict, or a pair of verdict and reason. */
  async function validate(stored: StoredExtension, config: ExtensionConfig): Promise<void> {
    if (!hasFunction(descriptionOf(stored).functions, 'validate_config')) return;
    const call = { script: sourceOf(stored), function: 'validate_config', config, limits: validateLimits };
    const { value } = await runtime.call(call).catch((error: unknown) => {
      if (error instanceof ScriptError) throw refused(error.text.zh, error.text.en);
      throw error;
    });
    const { ok, message } = verdictOf(value);
    if (!ok) throw refused(message, message);
  }

  async function addVersion(principal: Principal, id: string, code: ExtensionCode): Promise<number> {
    const version = { ...code, description: JSON.stringify(code.description), author_id: principal.userId };
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await extensions.addVersion(id, version);
      } catch (error) {
        if (!isUniqueViolation(error) || attempt === 3) throw error;
      }
    }
  }

  return {
    find,
    get,
    configOf,
    maskedConfig,

    async list(principal: Principal, filter: ExtensionFilter): Promise<StoredExtension[]> {
      const versions = new Map((await extensions.activeVersions()).map((one) => [one.extension_id, one]));
      const wanted = filter.q?.trim().toLowerCase() ?? '';
      return (await extensions.all()).flatMap((row): StoredExtension[] => {
        const version = versions.get(row.id);
        if (!version || !isSeenBy(principal, { row, version })) return [];
        if (filter.enabled !== undefined && (row.enabled === 1) !== filter.enabled) return [];
        if (filter.showInHome !== undefined && (row.show_in_home === 1) !== filter.showInHome) return [];
        const texts = [row.id, row.name, row.description].join('\n').toLowerCase();
        return texts.includes(wanted) ? [{ row, version }] : [];
      });
    },

    /** Stores an extension whose code loads; nothing is left of one that does not. */
    async upload(
      principal: Principal,
      file: { filename: string; source: string },
      fields: ExtensionChanges,
    ): Promise<StoredExtension> {
      const { description, ...code } = await readExtension(runtime, file);
      const id = `ext_${randomBytes(4).toString('hex')}`;
      const now = new Date().toISOString();
      const name = fields.name ?? code.filename.replace(/\.\w+$/, '');
      const row = {
        id,
        version: 1,
        secret: null,
        creator_id: principal.userId,
        created_at: now,
        updated_at: now,
        ...(valuesOf({
          ...defaults,
          description: description.docs['']?.slice(0, 4000) ?? '',
          ...fields,
          name,
        }) as EditableValues),
      };
      const version = { ...code, description: JSON.stringify(description), author_id: principal.userId };
      await extensions.add(row, version);
      await record(principal, 'extension.created', id, { name: row.name, sha256: code.sha256 });
      return find(id);
    },

    async update(principal: Principal, id: string, changes: ExtensionChanges): Promise<StoredExtension> {
      const { row: before } = await find(id);
      await extensions.update(id, valuesOf(changes));
      const action = changes.enabled === undefined ? 'changed' : changes.enabled ? 'enabled' : 'disabled';
      await record(principal, `extension.${action}`, id, { fields: Object.keys(changes) });
      const stored = await find(id);
      if (stored.row.enabled !== before.enabled) await tellStatus(notify, stored.row);
      return stored;
    },

    async remove(principal: Principal, id: string): Promise<void> {
      const { row } = await find(id);
      await extensions.remove(id);
      await databases.release(id);
      await rm(folderOf(id), { recursive: true, force: true });
      await record(principal, 'extension.deleted', id, { name: row.name });
    },

    async versions(id: string): Promise<{ active: number; versions: ExtensionVersionRow[] }> {
      const { row } = await find(id);
      return { active: row.version, versions: await extensions.versions(id) };
    },

    async saveSource(
      principal: Principal,
      id: string,
      file: { filename?: string | undefined; source: string; activate: boolean },
    ): Promise<StoredExtension> {
      const { version: before } = await find(id);
      const code = await readExtension(runtime, {
        filename: file.filename ?? before.filename,
        source: file.source,
      });
      const version = await addVersion(principal, id, code);
      if (file.activate) await extensions.update(id, { version });
      await record(principal, 'extension.saved', id, { version, sha256: code.sha256, active: file.activate });
      return find(id);
    },

    async activate(principal: Principal, id: string, version: number): Promise<StoredExtension> {
      await find(id);
      if (!(await extensions.version(id, version))) {
        throw notFound({ zh: `扩展的第 ${version} 版`, en: `Version ${version} of the extension` }, id);
      }
      await extensions.update(id, { version });
      await record(principal, 'extension.version_activated', id, { version });
      return find(id);
    },

    /** Keeps a config that the extension itself finds valid; `***` leaves what it stands for as it is. */
    async saveConfig(principal: Principal, id: string, given: ExtensionConfig): Promise<ExtensionConfig> {
      const stored = await find(id);
      const { defaults: ofCode } = descriptionOf(stored);
      const config = typeLike(restoreSecrets(given, configOf(stored).config), ofCode);
      await validate(stored, { ...ofCode, ...config });
      await extensions.update(id, { secret: secrets.seal(JSON.stringify(config), id) });
      await record(principal, 'extension.configured', id, { fields: Object.keys(config) });
      return maskedConfig(await find(id));
    },
  };
}

export type ExtensionsService = ReturnType<typeof createExtensionsService>;

function isSeenBy(principal: Principal, { row }: StoredExtension): boolean {
  return isAdmin(principal) || (row.enabled === 1 && mayRun(row, principal));
}

type EditableValues = Pick<ExtensionRow, keyof Required<ExtensionChanges>>;

function valuesOf(changes: ExtensionChanges): Partial<EditableValues> {
  const { enabled, show_in_home: home, roles, user_ids: userIds, ...plain } = changes;
  const given = {
    ...plain,
    ...(enabled !== undefined && { enabled: enabled ? 1 : 0 }),
    ...(home !== undefined && { show_in_home: home ? 1 : 0 }),
    ...(roles !== undefined && { roles: JSON.stringify(roles) }),
    ...(userIds !== undefined && { user_ids: JSON.stringify(userIds) }),
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

function verdictOf(value: unknown): { ok: boolean; message: string } {
  if (Array.isArray(value)) return { ok: Boolean(value[0]), message: String(value[1] ?? '') };
  if (typeof value === 'object' && value !== null) {
    const { ok, valid, message } = value as { ok?: unknown; valid?: unknown; message?: unknown };
    return { ok: Boolean(ok ?? valid ?? true), message: String(message ?? '') };
  }
  return { ok: value !== false, message: '' };
}

function refused(zh: string, en: string): AppError {
  return invalid('config', {
    zh: `扩展没有接受这份配置${zh === '' ? '' : `：${zh}`}`,
    en: `The extension did not accept this config${en === '' ? '' : `: ${en}`}`,
  });
}
