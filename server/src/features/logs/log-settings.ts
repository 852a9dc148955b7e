import { type LogSettings, logSettingsSchema } from '@sextant/contract/logs';
import type { LogStore } from '../../platform/log/log-store.ts';
import {
  createInstallationSettings,
  type InstallationSettings,
  type SettingsDeps,
  storedSettings,
} from '../../platform/settings/installation-settings.ts';

/** How long the log is kept; the same in every process. */
export async function createLogSettings({
  logStore,
  ...deps
}: SettingsDeps & { logStore: LogStore }): Promise<LogSettingsKeeper> {
  const initial = { keep_days: 14, max_entries: 2_000_000, log_requests: true };
  const schema = storedSettings(logSettingsSchema, initial);
  const settings = await createInstallationSettings(deps, { name: 'log_settings', schema });
  const configure = ({ log_requests }: LogSettings) => logStore.configure({ logRequests: log_requests });
  configure(settings.current());
  settings.onChanged(configure);
  return settings;
}

export type LogSettingsKeeper = InstallationSettings<LogSettings>;
