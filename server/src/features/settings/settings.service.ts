import { type Settings, settingsSchema } from '@sextant/contract/settings';
import type { Language } from '@sextant/contract/text';
import type { EventBus } from '../../platform/events/event-bus.ts';
import type { SettingsRepository } from './settings.repository.ts';

const defaults: Settings = {
  language: 'zh',
  theme: 'system',
  default_model_id: null,
  default_connection_id: null,
  view_mode: 'user',
  context_rounds: 3,
};

/**
 * A user's settings as chosen, with defaults for what was not. The two ids are null until chosen and may name
 * something that has gone since: whoever uses them falls back.
 */
export function createSettingsService(settings: SettingsRepository, events: Pick<EventBus, 'publish'>) {
  return {
    /** `language` holds until the user has chosen one. */
    async get(userId: string, language: Language = defaults.language): Promise<Settings> {
      return read(await settings.find(userId), language);
    },

    /** Keeps what the patch does not name. Does not check the ids: the caller knows what the user may see. */
    async update(userId: string, patch: Partial<Settings>): Promise<Settings> {
      const changed = await settings.change(userId, (stored) =>
        JSON.stringify({ ...parse(stored), ...patch }),
      );
      const { default_model_id: modelId } = patch;
      if (modelId !== undefined) await events.publish('model.changed', { modelId: modelId ?? 'builtin' });
      return read(changed, defaults.language);
    },
  };
}

export type SettingsService = ReturnType<typeof createSettingsService>;

function parse(stored: string | null): Record<string, unknown> {
  return stored === null ? {} : (JSON.parse(stored) as Record<string, unknown>);
}

/** A stored value that this version no longer knows gives way to the default. */
function read(stored: string | null, language: Language): Settings {
  const merged: Record<string, unknown> = { ...defaults, language };
  for (const [name, value] of Object.entries(parse(stored))) {
    if (!(name in settingsSchema.shape)) continue;
    const field = settingsSchema.shape[name as keyof Settings].safeParse(value);
    if (field.success) merged[name] = field.data;
  }
  return merged as Settings;
}
