import { executionStatusSchema } from '@sextant/contract/executions';
import type {
  Extension,
  ExtensionDetail,
  ExtensionRun,
  ExtensionRunDetail,
} from '@sextant/contract/extensions';
import { executionModeSchema, extensionConfigSchema, resultTypeSchema } from '@sextant/contract/extensions';
import { roleSchema } from '@sextant/contract/permissions';
import { scriptLanguageSchema } from '@sextant/contract/scripts';
import type { Language } from '@sextant/contract/text';
import { isAdmin, type Principal } from '../../platform/auth/principal.ts';
import type { StoredError } from '../../platform/jobs/execution.ts';
import { maskSecrets } from './extension-config.ts';
import { descriptionOf, mayRun } from './extension-rules.ts';
import type { ExtensionRunDetails } from './extension-runs.service.ts';
import type { RunRow, StoredExtension } from './extensions.repository.ts';
import type { ExtensionsService } from './extensions.service.ts';
import { hasFunction } from './read-extension.ts';
import { documentOf } from './script-docs.ts';

export function extensionJson(
  stored: StoredExtension,
  principal: Principal,
  names: Map<string, string>,
): Extension {
  const { row, version } = stored;
  const { functions } = descriptionOf(stored);
  const creator = row.creator_id === null ? undefined : names.get(row.creator_id);
  return {
    id: row.id,
    number: row.number,
    name: row.name,
    description: row.description,
    enabled: row.enabled === 1,
    execution_mode: executionModeSchema.parse(row.execution_mode),
    result_type: resultTypeSchema.nullable().parse(row.result_type),
    show_in_home: row.show_in_home === 1,
    timeout_seconds: row.timeout_seconds,
    roles: roleSchema.array().parse(JSON.parse(row.roles)),
    user_ids: isAdmin(principal) ? (JSON.parse(row.user_ids) as string[]) : [],
    language: scriptLanguageSchema.parse(version.language),
    filename: version.filename,
    version: row.version,
    has_config_form: hasFunction(functions, 'get_config_form'),
    has_query_form: hasFunction(functions, 'get_query_form'),
    may_run: row.enabled === 1 && mayRun(row, principal),
    creator: row.creator_id !== null && creator ? { id: row.creator_id, username: creator } : null,
    created_at: row.created_at,
    updated_at: row.updated_at,
  };
}

export function detailJson(
  stored: StoredExtension,
  principal: Principal,
  names: Map<string, string>,
  extensions: ExtensionsService,
): ExtensionDetail {
  const { functions, docs } = descriptionOf(stored);
  return {
    ...extensionJson(stored, principal, names),
    document: documentOf(functions, docs),
    config: isAdmin(principal) ? extensions.maskedConfig(stored) : null,
  };
}

export function runJson(run: RunRow, name: string | null, language: Language): ExtensionRun {
  const error = run.error === null ? null : (JSON.parse(run.error) as StoredError);
  const params = extensionConfigSchema.parse(JSON.parse(run.params));
  return {
    execution_id: run.id,
    extension_id: run.script_id ?? '',
    extension_name: name,
    version: run.script_version,
    status: executionStatusSchema.parse(run.status),
    triggered_by: run.triggered_by,
    user: run.username,
    params: maskSecrets(params, []),
    result_type: resultTypeSchema.nullable().parse(run.result_type),
    result_bytes: run.result_bytes === null ? null : Number(run.result_bytes),
    error: error && { message: error.text[language], line: error.line, details: error.details },
    created_at: run.created_at,
    started_at: run.started_at,
    ended_at: run.ended_at,
    duration_seconds:
      run.started_at === null || run.ended_at === null
        ? null
        : (Date.parse(run.ended_at) - Date.parse(run.started_at)) / 1000,
  };
}

export function runDetailJson(details: ExtensionRunDetails, language: Language): ExtensionRunDetail {
  const { run, name, result, log } = details;
  return { ...runJson(run, name, language), result, log };
}
