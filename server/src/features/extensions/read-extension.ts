import { createHash } from 'node:crypto';
import { extname } from 'node:path';
import type { ExtensionConfig } from '@sextant/contract/extensions';
import { extensionConfigSchema, extensionEndings } from '@sextant/contract/extensions';
import { AppError, invalid } from '../../platform/errors/app-error.ts';
import { ScriptError } from '../scripts/runtime/script-error.ts';
import type { ScriptLanguage, ScriptRuntime } from '../scripts/runtime/script-runtime.ts';
import { readFormFields } from './form-fields.ts';
import { camelCase, contractFunctions, readComments } from './script-docs.ts';

/** What the code of an extension says of itself, kept with its version. */
export interface ExtensionDescription {
  functions: string[];
  docs: Record<string, string>;
  defaults: ExtensionConfig;
  /** Config fields that its form asks for as passwords. */
  secretFields: string[];
}

export interface ExtensionCode {
  filename: string;
  language: ScriptLanguage;
  source: string;
  sha256: string;
  description: ExtensionDescription;
}

const languages: Record<(typeof extensionEndings)[number], ScriptLanguage> = {
  '.py': 'python',
  '.ts': 'typescript',
  '.js': 'javascript',
  '.mjs': 'javascript',
};
const largest = 1_000_000;
const loadLimits = { timeoutMs: 20_000, cpuSeconds: 20 };

/**
 * Loads code in the walls of scripts and asks it for its defaults and its config form. Rejects with 422 that names the
 * line when it does not load, has no `execute_query`, or gives no config.
 */
export async function readExtension(
  runtime: ScriptRuntime,
  file: { filename: string; source: string },
): Promise<ExtensionCode> {
  const source = file.source.replace(/^\ufeff/, '');
  const filename = file.filename
    .replace(/^.*[/\\]/s, '')
    .replace(/\p{Cc}+/gu, '_')
    .slice(-255);
  const language = languageOf(filename);
  if (source.length > largest || source.trim() === '') throw badSize();
  const script = { id: 'extension', language, source };
  const call = (name: string) =>
    runtime.call({ script, function: name, limits: loadLimits }).catch((error: unknown) => {
      throw error instanceof ScriptError ? doesNotLoad(error) : error;
    });
  const { loaded, value } = await call('get_default_config');
  const { functions } = loaded;
  if (!hasFunction(functions, 'execute_query')) throw noQuery(language);
  const defaults = extensionConfigSchema.safeParse(value ?? {});
  if (!defaults.success) throw badDefaults();
  const docs = language === 'python' ? loaded.docs : readComments(source, functions);
  const form = hasFunction(functions, 'get_config_form')
    ? await call('get_config_form').catch(() => null)
    : null;
  const secretFields = readFormFields(typeof form?.value === 'string' ? form.value : '')
    .filter(({ type }) => type === 'password')
    .map(({ name }) => name);
  const known = functions.filter((name) =>
    contractFunctions.some((one) => name === one || name === camelCase(one)),
  );
  return {
    filename,
    language,
    source,
    sha256: createHash('sha256').update(source).digest('hex'),
    description: { functions: known, docs, defaults: defaults.data, secretFields },
  };
}

export function hasFunction(functions: readonly string[], name: string): boolean {
  return functions.includes(name) || functions.includes(camelCase(name));
}

function languageOf(filename: string): ScriptLanguage {
  const ending = extname(filename).toLowerCase();
  if (Object.hasOwn(languages, ending)) return languages[ending as keyof typeof languages];
  const known = extensionEndings.join(', ');
  throw invalid('file', {
    zh: `扩展必须是 ${known} 文件，「${filename}」不是`,
    en: `An extension is a ${known} file; "${filename}" is none`,
  });
}

/** 422 in the script's own words, with its line. */
export function doesNotLoad(error: ScriptError): AppError {
  if (error.kind === 'unavailable') return new AppError('UNAVAILABLE', error.text);
  const { line, details } = error;
  const at = line === null ? { zh: '', en: '' } : { zh: `第 ${line} 行：`, en: `line ${line}: ` };
  return new AppError(
    'VALIDATION_ERROR',
    {
      zh: `扩展安装失败，脚本不能载入，没有保存。${at.zh}${error.text.zh}`,
      en: `The extension does not load and was not kept. ${at.en}${error.text.en}`,
    },
    { details: { line, details } },
  );
}

function noQuery(language: ScriptLanguage): AppError {
  const name = language === 'python' ? 'execute_query' : 'executeQuery';
  return invalid('file', {
    zh: `扩展安装失败：脚本没有 ${name} 函数，没有保存；请定义它`,
    en: `The extension has no function ${name} and was not kept; define it`,
  });
}

function badDefaults(): AppError {
  return invalid('file', {
    zh: '扩展安装失败：get_default_config 必须返回对象（字典），没有保存',
    en: 'The extension was not kept: get_default_config must return an object',
  });
}

function badSize(): AppError {
  return invalid('file', {
    zh: `扩展文件为空，或超过 ${largest / 1_000_000} MB`,
    en: `The extension's file is empty or larger than ${largest / 1_000_000} MB`,
  });
}
