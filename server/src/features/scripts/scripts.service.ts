import { pinyinInitials } from '@sextant/ask/pinyin-initials';
import type { Audit } from '../../platform/audit/audit.ts';
import type { Principal } from '../../platform/auth/principal.ts';
import { AppError, invalid, notFound } from '../../platform/errors/app-error.ts';
import type { ExecutionRow } from '../../platform/jobs/execution.ts';
import type { Jobs } from '../../platform/jobs/jobs.ts';
import { ScriptError } from './runtime/script-error.ts';
import type { ScriptLanguage, ScriptRuntime } from './runtime/script-runtime.ts';
import type { ScriptDescription, ScriptPlace } from './script-description.ts';
import { endings, hashOf } from './script-files.ts';
import { type ParamProblems, readParams } from './script-params.ts';
import type { ScanReport, ScriptScanner } from './script-scanner.ts';
import type { ScriptRow, ScriptsRepository, ScriptVersionRow } from './scripts.repository.ts';

/** A script with the version that runs. */
export interface CurrentScript {
  row: ScriptRow;
  version: ScriptVersionRow;
  description: ScriptDescription;
}

export interface TestRun {
  rows: Record<string, unknown>[];
  rowsCount: number;
  truncated: boolean;
  /** Seconds. */
  executionTime: number;
  log: string[];
  error: ScriptError | null;
}

export interface ScriptFilter {
  q?: string;
  category?: string;
  isActive?: boolean;
}

export const scriptThing = { zh: '脚本', en: 'Script' };
const longestLog = 500;

/** Scripts: which there are, what they say of themselves, and running them by hand. */
export function createScriptsService(deps: {
  scripts: ScriptsRepository;
  scanner: ScriptScanner;
  runtime: ScriptRuntime;
  jobs: Jobs;
  audit: Audit;
  /** How long an execution may take that no task tells of. */
  defaultTimeoutSeconds: () => number;
}) {
  const { scripts, scanner, runtime, jobs, audit, defaultTimeoutSeconds } = deps;

  /** By id, or by number as the families' documents have it. */
  async function get(id: string): Promise<CurrentScript> {
    const row = /^\d{1,9}$/.test(id) ? await scripts.findByNumber(Number(id)) : await scripts.find(id);
    const version = row && (await scripts.version(row.id, row.version));
    if (!row || !version) throw notFound(scriptThing, id);
    return { row, version, description: JSON.parse(version.description) as ScriptDescription };
  }

  /** Refuses parameters that the script does not take, and a script that is disabled. */
  async function check(
    id: string,
    given: Record<string, unknown>,
    options: { allowPlaceholders?: boolean } = {},
  ) {
    const script = await get(id);
    if (script.row.is_active === 0) throw disabled(id);
    const { params, problems } = readParams(script.description.parameters, given, options);
    if (problems.length > 0) throw badParams(problems);
    return { script, params };
  }

  return {
    get,
    check,

    async list({ q, category, isActive }: ScriptFilter): Promise<CurrentScript[]> {
      const versions = new Map((await scripts.newestVersions()).map((one) => [one.script_id, one]));
      const found = (await scripts.all()).flatMap((row): CurrentScript[] => {
        const version = versions.get(row.id);
        if (!version || (category !== undefined && row.category !== category)) return [];
        if (isActive !== undefined && (row.is_active === 1) !== isActive) return [];
        return [{ row, version, description: JSON.parse(version.description) as ScriptDescription }];
      });
      const wanted = q?.trim().toLowerCase();
      return wanted ? found.filter(({ row }) => isAbout(row, wanted)) : found;
    },

    versions: async (id: string): Promise<ScriptVersionRow[]> => {
      const { row } = await get(id);
      return scripts.versions(row.id);
    },

    async scan(principal: Principal): Promise<ScanReport> {
      const report = await scanner.scan(principal.userId);
      const { problems, ...counts } = report;
      await audit.record(principal, {
        action: 'scripts.scanned',
        objectType: 'script',
        objectId: null,
        details: { ...counts, problems: problems.length },
      });
      return report;
    },

    async save(
      principal: Principal,
      place: ScriptPlace,
      language: ScriptLanguage,
      source: string,
    ): Promise<CurrentScript> {
      const before = await scripts.find(place.id);
      if (before?.origin === 'shipped') {
        throw new AppError('CONFLICT', {
          zh: `「${place.id}」是随产品提供的脚本，不能改写；请换一个 id 另存`,
          en: `"${place.id}" ships with the product and cannot be overwritten; save it under another id`,
        });
      }
      const ending = Object.keys(endings).find((one) => endings[one] === language) ?? '.ts';
      const path = `${place.category}/${place.frequency}/${place.id}${ending}`;
      const result = await scanner.save(
        { ...place, path, language, source, sha256: hashOf(source) },
        principal.userId,
      );
      if ('message' in result) throw doesNotLoad(result.message, result.line);
      if (before && before.path !== path) await scanner.removeFile(before.path);
      await audit.record(principal, {
        action: 'script.saved',
        objectType: 'script',
        objectId: place.id,
        details: { version: result.version },
      });
      return get(place.id);
    },

    async setActive(principal: Principal, id: string, isActive: boolean): Promise<CurrentScript> {
      const { row } = await get(id);
      await scripts.update(row.id, { is_active: isActive ? 1 : 0 });
      await audit.record(principal, {
        action: isActive ? 'script.enabled' : 'script.disabled',
        objectType: 'script',
        objectId: row.id,
      });
      return get(row.id);
    },

    /** Runs a script without storing its rows; its own failure is part of the answer. */
    async test(
      id: string,
      given: Record<string, unknown>,
      options: { maxRows: number; timeoutMs: number; signal: AbortSignal },
    ): Promise<TestRun> {
      const { script, params } = await check(id, given);
      const startedAt = performance.now();
      const run: TestRun = {
        rows: [],
        rowsCount: 0,
        truncated: false,
        executionTime: 0,
        log: [],
        error: null,
      };
      try {
        for await (const { columns, rows } of runtime.run({
          script: sourceOf(script),
          params,
          limits: { timeoutMs: options.timeoutMs },
          signal: options.signal,
          onLog: (line) => {
            if (run.log.length < longestLog) run.log.push(line);
          },
        })) {
          for (const row of rows) {
            if (run.rows.length < options.maxRows)
              run.rows.push(Object.fromEntries(columns.map((name, at) => [name, plainValue(row[at])])));
          }
          run.rowsCount += rows.length;
          run.truncated = run.rowsCount > options.maxRows;
          if (run.truncated) break;
        }
      } catch (error) {
        if (!(error instanceof ScriptError)) throw error;
        run.error = error;
      }
      return { ...run, executionTime: Math.round(performance.now() - startedAt) / 1000 };
    },

    /** Starts an execution that stores the script's rows in its table. */
    async run(principal: Principal, id: string, given: Record<string, unknown>): Promise<ExecutionRow> {
      const { script, params } = await check(id, given);
      const [started] = await jobs.enqueue([
        {
          taskType: 'collect',
          triggeredBy: 'manual',
          scriptId: script.row.id,
          userId: principal.userId,
          params,
          timeoutSeconds: defaultTimeoutSeconds(),
        },
      ]);
      return started as ExecutionRow;
    },
  };
}

export type ScriptsService = ReturnType<typeof createScriptsService>;

export function sourceOf({ row, version }: CurrentScript) {
  return { id: row.id, language: row.language as ScriptLanguage, source: version.source };
}

/** A cell as JSON shows it. */
function plainValue(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const { $integer, $json } = value as { $integer?: string; $json?: string };
  return $integer ?? (typeof $json === 'string' ? JSON.parse($json) : value);
}

function isAbout(row: ScriptRow, wanted: string): boolean {
  const texts = [row.id, row.name, row.description, row.category].map((text) => text.toLowerCase());
  return (
    texts.some((text) => text.includes(wanted)) ||
    pinyinInitials(row.name).some((initials) => initials.includes(wanted))
  );
}

function badParams(problems: ParamProblems): AppError {
  const text = {
    zh: problems.map((one) => one.text.zh).join('；'),
    en: problems.map((one) => one.text.en).join('; '),
  };
  const fields = Object.fromEntries(
    problems.map(({ name, text: { zh, en } }) => [`params.${name}`, [`${zh} · ${en}`]]),
  );
  return new AppError('VALIDATION_ERROR', text, { details: { fields } });
}

function doesNotLoad(message: string, line: number | null): AppError {
  const at = line === null ? { zh: '', en: '' } : { zh: `第 ${line} 行：`, en: `line ${line}: ` };
  return new AppError(
    'VALIDATION_ERROR',
    {
      zh: `脚本不能载入，没有保存。${at.zh}${message}`,
      en: `The script does not load and was not kept. ${at.en}${message}`,
    },
    { details: { line } },
  );
}

function disabled(id: string): AppError {
  return invalid('script_id', {
    zh: `脚本「${id}」已停用，请先启用`,
    en: `The script "${id}" is disabled; enable it first`,
  });
}
