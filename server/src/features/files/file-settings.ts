import { type FileSettings, fileSettingsSchema } from '@sextant/contract/file-settings';
import {
  createInstallationSettings,
  type InstallationSettings,
  type SettingsDeps,
  storedSettings,
} from '../../platform/settings/installation-settings.ts';

const gigabyte = 1024 ** 3;

/** The limits of files for the whole installation. */
export function createFileSettings(deps: SettingsDeps): Promise<InstallationSettings<FileSettings>> {
  const schema = storedSettings(fileSettingsSchema, {
    max_file_bytes: 10 * gigabyte,
    quota_bytes: 50 * gigabyte,
    allowed_types: [],
    blocked_types: [],
    trash_days: 30,
    link_max_days: 365,
  });
  return createInstallationSettings(deps, { name: 'file_settings', schema });
}

export type FileSettingsStore = InstallationSettings<FileSettings>;
