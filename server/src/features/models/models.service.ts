import type { Audit } from '../../platform/audit/audit.ts';
import type { RecordSecretUse } from '../../platform/audit/secret-use.ts';
import { isAdmin, type Principal } from '../../platform/auth/principal.ts';
import type { Egress } from '../../platform/egress/egress.ts';
import { type AppError, forbidden, invalid, notFound } from '../../platform/errors/app-error.ts';
import type { EventBus } from '../../platform/events/event-bus.ts';
import {
  createLanguageModel,
  type LanguageModel,
  type ModelTiming,
} from '../../platform/llm/language-model.ts';
import { ModelError } from '../../platform/llm/model-error.ts';
import {
  addressOf,
  type ExternalProvider,
  type ModelSettings,
  needsKey,
} from '../../platform/llm/provider-model.ts';
import type { SecretBox } from '../../platform/secrets/secret-box.ts';
import type { SettingsService } from '../settings/settings.service.ts';
import { builtinModel, namesBuiltin } from './builtin-model.ts';
import type { ModelRow, ModelsRepository } from './models.repository.ts';

export interface ModelInput {
  name: string;
  provider: ExternalProvider;
  modelId: string;
  baseUrl: string | null;
  apiKey: string | null;
  isDefault: boolean;
  /** Hard questions are answered three times, at three times the cost. */
  votesOnHard: boolean;
}

/** What answers a question: the built-in engine or an external model. */
export type AnswerModel =
  | { kind: 'builtin'; id: string; modelId: string }
  | { kind: 'external'; id: string; modelId: string; votesOnHard: boolean; open(): LanguageModel };

export interface ModelTest {
  success: boolean;
  milliseconds: number | null;
  error: ModelError | null;
}

const thing = { zh: '模型', en: 'Model' };
const testMs = 9_500;
const unreadableKey = {
  zh: '保存的 API 密钥无法解密（主密钥可能换过）',
  en: 'The stored API key cannot be decrypted (the master key may have changed)',
};

/** Models a user may ask with. Keys are sealed under the model's id and leave only towards the model's address. */
export function createModelsService(deps: {
  models: ModelsRepository;
  settings: SettingsService;
  secrets: SecretBox;
  egress: Egress;
  events: EventBus;
  audit: Audit;
  recordSecretUse: RecordSecretUse;
  timing: Partial<ModelTiming>;
}) {
  const { models, settings, secrets, egress, events, audit, recordSecretUse } = deps;

  async function find(principal: Principal, id: string): Promise<ModelRow> {
    const row = await models.find(principal.userId, id);
    if (!row) throw notFound(thing, id);
    return row;
  }

  async function findOwn(principal: Principal, id: string): Promise<ModelRow> {
    if (namesBuiltin(id)) {
      throw forbidden({
        zh: '内置引擎随产品提供，不能修改或删除',
        en: 'The built-in engine comes with the product and cannot be changed or deleted',
      });
    }
    const row = await find(principal, id);
    if (row.owner_id === principal.userId || isAdmin(principal)) return row;
    throw forbidden({
      zh: `模型「${row.name}」由管理员共享，只有管理员可以修改`,
      en: `The model "${row.name}" is shared by an administrator; only administrators may change it`,
    });
  }

  function keyOf(row: ModelRow): string | null {
    if (row.secret === null) return null;
    recordSecretUse({ objectType: 'model', objectId: row.id, name: row.name });
    try {
      return secrets.open(row.secret, row.id);
    } catch (cause) {
      throw new ModelError('MODEL_AUTH_ERROR', { text: unreadableKey, cause });
    }
  }

  function open(row: ModelRow, timing: Partial<ModelTiming> = deps.timing): LanguageModel {
    const modelSettings: ModelSettings = {
      provider: row.provider as ExternalProvider,
      modelId: row.model_id,
      baseUrl: row.base_url,
      apiKey: keyOf(row),
    };
    return createLanguageModel(modelSettings, egress.fetchWith({ trusted: row.is_shared === 1 }), timing);
  }

  function toAnswerModel(row: ModelRow): AnswerModel {
    const votesOnHard = row.votes_on_hard === 1;
    return { kind: 'external', id: row.id, modelId: row.model_id, votesOnHard, open: () => open(row) };
  }

  /** The user's choice; else a shared model that its owner uses by default; else the built-in engine. */
  async function defaultId(principal: Principal, rows?: ModelRow[]): Promise<string> {
    const known = rows ?? (await models.list(principal.userId));
    const { default_model_id: chosen } = await settings.get(principal.userId);
    if (chosen === builtinModel.id || known.some((row) => row.id === chosen)) return chosen as string;
    for (const row of known.filter((model) => model.is_shared === 1)) {
      if ((await settings.get(row.owner_id)).default_model_id === row.id) return row.id;
    }
    return builtinModel.id;
  }

  /** The model that a UUID or a provider's model id names for this user; own models come first. */
  async function resolve(principal: Principal, reference: string): Promise<AnswerModel | null> {
    if (namesBuiltin(reference)) {
      return { kind: 'builtin', id: builtinModel.id, modelId: builtinModel.modelId };
    }
    const rows = await models.list(principal.userId);
    const named = rows.filter((row) => row.id === reference || row.model_id === reference);
    const row = named.find((candidate) => candidate.owner_id === principal.userId) ?? named[0];
    return row ? toAnswerModel(row) : null;
  }

  return {
    defaultId,
    resolve,

    /** The user's models with the id of the default one; the built-in engine is not among the rows. */
    async list(principal: Principal): Promise<{ rows: ModelRow[]; defaultId: string }> {
      const rows = await models.list(principal.userId);
      return { rows, defaultId: await defaultId(principal, rows) };
    },

    /** True when the model can be called as far as can be told without calling it. */
    isAvailable: (row: ModelRow): boolean =>
      row.secret !== null || !needsKey(row.provider as ExternalProvider),

    /** A model made by an administrator is shared with everybody, anybody else's is private. */
    async create(principal: Principal, input: ModelInput): Promise<ModelRow> {
      requireAddress(input);
      const row = await models.create({
        ownerId: principal.userId,
        name: input.name,
        provider: input.provider,
        modelId: input.modelId,
        baseUrl: input.baseUrl,
        isShared: isAdmin(principal),
        votesOnHard: input.votesOnHard,
        seal: (id) => (input.apiKey ? secrets.seal(input.apiKey, id) : null),
      });
      if (input.isDefault) await settings.update(principal.userId, { default_model_id: row.id });
      await audit.record(principal, {
        action: 'model.created',
        objectType: 'model',
        objectId: row.id,
        details: { name: row.name, provider: row.provider, base_url: row.base_url },
      });
      return row;
    },

    /** Keeps what the edit leaves out. A new address needs the key anew, so that no one can have it sent away. */
    async update(principal: Principal, id: string, edit: Partial<ModelInput>): Promise<ModelRow> {
      const row = await findOwn(principal, id);
      const before = { provider: row.provider as ExternalProvider, baseUrl: row.base_url };
      const after = {
        provider: edit.provider ?? before.provider,
        baseUrl: edit.baseUrl === undefined ? before.baseUrl : edit.baseUrl,
      };
      requireAddress(after);
      if (row.secret !== null && edit.apiKey === undefined && addressOf(before) !== addressOf(after)) {
        throw invalid('api_key', {
          zh: '更换地址或服务商时须重新填写 API 密钥（不需要密钥时填 null）',
          en: 'Give the API key again when the address or provider changes (null when none is needed)',
        });
      }
      const updated = await models.update(id, {
        name: edit.name ?? row.name,
        model_id: edit.modelId ?? row.model_id,
        provider: after.provider,
        base_url: after.baseUrl,
        votes_on_hard: (edit.votesOnHard ?? row.votes_on_hard === 1) ? 1 : 0,
        secret: edit.apiKey === undefined ? row.secret : edit.apiKey ? secrets.seal(edit.apiKey, id) : null,
      });
      await events.publish('model.changed', { modelId: id });
      if (edit.isDefault !== undefined) await changeDefault(principal, id, edit.isDefault);
      const { apiKey, ...details } = edit;
      await audit.record(principal, {
        action: 'model.updated',
        objectType: 'model',
        objectId: id,
        details: { ...details, key_changed: apiKey !== undefined },
        before: { name: row.name, model_id: row.model_id, provider: row.provider, base_url: row.base_url },
        after: {
          name: updated?.name,
          model_id: updated?.model_id,
          provider: updated?.provider,
          base_url: updated?.base_url,
        },
      });
      return updated;
    },

    async remove(principal: Principal, id: string): Promise<void> {
      const row = await findOwn(principal, id);
      await models.remove(id);
      await events.publish('model.changed', { modelId: id });
      await audit.record(principal, {
        action: 'model.deleted',
        objectType: 'model',
        objectId: id,
        details: { name: row.name },
      });
    },

    /** Asks the model for one word; takes at most ten seconds and says why it failed. */
    async test(principal: Principal, id: string, signal: AbortSignal): Promise<ModelTest> {
      if (namesBuiltin(id)) return { success: true, milliseconds: 0, error: null };
      const row = await find(principal, id);
      const start = performance.now();
      try {
        const model = open(row, { firstTokenMs: testMs, totalMs: testMs, backoffMs: null });
        await model.complete({
          instructions: 'Answer with the word OK.',
          messages: [{ role: 'user', content: 'OK?' }],
          maxOutputTokens: 256,
          signal,
        });
        return { success: true, milliseconds: Math.round(performance.now() - start), error: null };
      } catch (error) {
        if (!(error instanceof ModelError)) throw error;
        return { success: false, milliseconds: null, error };
      }
    },
  };

  async function changeDefault(principal: Principal, id: string, isDefault: boolean): Promise<void> {
    const { default_model_id: current } = await settings.get(principal.userId);
    if (isDefault) await settings.update(principal.userId, { default_model_id: id });
    else if (current === id) await settings.update(principal.userId, { default_model_id: null });
  }
}

export type ModelsService = ReturnType<typeof createModelsService>;

function requireAddress(input: Pick<ModelInput, 'provider' | 'baseUrl'>): void {
  if (addressOf(input) !== null) return;
  throw invalid('base_url', {
    zh: '自定义服务商须填写 base_url，例如 http://127.0.0.1:8080/v1',
    en: 'A custom provider needs base_url, e.g. http://127.0.0.1:8080/v1',
  });
}

/** 404 for a model that was asked for by name and is not there for this user. */
export function unknownModel(reference: string): AppError {
  return notFound(thing, reference);
}
