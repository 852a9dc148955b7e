import { pinyinInitials } from '@sextant/ask/pinyin-initials';
import type { Text } from '@sextant/contract/text';
import type { Audit } from '../../platform/audit/audit.ts';
import type { Principal } from '../../platform/auth/principal.ts';
import { AppError, invalid, notFound } from '../../platform/errors/app-error.ts';
import type { ExecutionRow } from '../../platform/jobs/execution.ts';
import type { Jobs } from '../../platform/jobs/jobs.ts';
import { calledBy } from './python/function-script.ts';
import type { KnownModule, ModuleInterfaces } from './python/module-interfaces.ts';
import { functionCall } from './python/python-modules.ts';
import { rowsOfFrame } from './runtime/frames.ts';
import { ScriptError } from './runtime/script-error.ts';
import type { RunOrder, ScriptLanguage, ScriptRuntime } from './runtime/script-runtime.ts';
import type { ScriptDescription, ScriptPlace } from './script-description.ts';
import { endings, hashOf } from './script-files.ts';
import { type ParamProblems, readParams } from './script-params.ts';
import type { ScriptReaders } from './script-reader.ts';
import type { ScanReport, ScriptScanner } from './script-scanner.ts';
import type { ScriptRow, ScriptsRepository, ScriptVersionRow } from './scripts.repository.ts';

/** A script with the version that runs. */
export interface CurrentScript {
  row: ScriptRow;
  version: ScriptVersionRow;
  description: ScriptDescription;
}

/** A script as lists show it, without its code. */
export type ListedScript = Pick<CurrentScript, 'row' | 'description'>;

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
  origin?: string;
}

export const scriptThing = { zh: '脚本', en: 'Script' };
const longestLog = 500;

/** Scripts: which there are, what they say of themselves, and running them by hand. */
export function createScriptsService(deps: {
  scripts: ScriptsRepository;
  scanner: ScriptScanner;
  interfaces: Pick<ModuleInterfaces, 'scan' | 'list'>;
  runtime: ScriptRuntime;
  readers: ScriptReaders;
  /** The script that fills a collected table; null when there is none of that name. */
  tableOwner: (name: string) => Promise<string | null>;
  jobs: Jobs;
  audit: Audit;
  /** How long an execution may take that no task tells of. */
  defaultTimeoutSeconds: () => number;
}) {
  const { scripts, scanner, interfaces, runtime, readers, tableOwner, jobs, audit, defaultTimeoutSeconds } =
    deps;

  /** By id, or by number as the families' documents have it. */
  async function get(id: string): Promise<CurrentScript> {
    const row = /^\d{1,9}$/.test(id) ? await scripts.findByNumber(Number(id)) : await scripts.find(id);
    const version = row && (await scripts.version(row.id, row.version));
    if (!row || !version) throw notFound(scriptThing, id);
    return { row, version, description: JSON.parse(version.description) as ScriptDescription };
  }

  /** A run may choose its table, but not that of another script: neither one that is there nor one that is yet to come. */
  async function refuseForeignTable({ row, description }: CurrentScript, params: Record<string, unknown>) {
    const parameter = description.table.name_from ?? '';
    const chosen = params[parameter];
    if (typeof chosen !== 'string' || chosen.includes('{{')) return;
    const name = chosen.trim();
    const ownerId = (await tableOwner(name)) ?? (await declarer(name))?.id ?? row.id;
    if (ownerId !== row.id) throw takenTable(parameter, name, ownerId);
  }

  /** The script whose own table has that name. */
  async function declarer(name: string): Promise<ScriptRow | undefined> {
    const versions = await scripts.newestVersions();
    const same = versions.filter(({ description }) => {
      const { table } = JSON.parse(description) as ScriptDescription;
      return table.name.toLowerCase() === name.toLowerCase();
    });
    const rows = await Promise.all(same.map(({ script_id: id }) => scripts.find(id)));
    return rows.find((one) => one?.is_active === 1);
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
    await refuseForeignTable(script, params);
    return { script, params };
  }

  return {
    get,
    check,

    async list({ q, category, isActive, origin }: ScriptFilter): Promise<ListedScript[]> {
      const versions = new Map((await scripts.newestVersions()).map((one) => [one.script_id, one]));
      const found = (await scripts.all()).flatMap((row): ListedScript[] => {
        const version = versions.get(row.id);
        if (!version || (category !== undefined && row.category !== category)) return [];
        if (isActive !== undefined && (row.is_active === 1) !== isActive) return [];
        if (origin !== undefined && row.origin !== origin) return [];
        return [{ row, description: JSON.parse(version.description) as ScriptDescription }];
      });
      const wanted = q?.trim().toLowerCase();
      return wanted ? found.filter(({ row }) => isAbout(row, wanted)) : found;
    },

    /** The Python modules whose functions are scripts too. */
    modules: (): Promise<KnownModule[]> => interfaces.list(),

    versions: async (id: string): Promise<ScriptVersionRow[]> => {
      const { row } = await get(id);
      return scripts.versions(row.id);
    },

    async scan(principal: Principal): Promise<ScanReport> {
      const report = await scanner.scan(principal.userId);
      await interfaces.scan();
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
      if (before && before.origin !== 'folder') throw notYours(before);
      const ending = Object.keys(endings).find((one) => endings[one] === language) ?? '.ts';
      const path = `${place.category}/${place.frequency}/${place.id}${ending}`;
      const result = await scanner.save(
        { ...place, path, language, source, sha256: hashOf(source) },
        principal.userId,
      );
      if ('line' in result) throw doesNotLoad(result.problem, result.line);
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
      principal: Principal,
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
        for await (const frame of runtime.run({
          ...runOf(script, params),
          reader: readers.forPrincipal(principal),
          limits: { timeoutMs: options.timeoutMs },
          signal: options.signal,
          onLog: (line) => {
            if (run.log.length < longestLog) run.log.push(line);
          },
        })) {
          const rows = rowsOfFrame(frame);
          for (const row of rows.slice(0, options.maxRows - run.rows.length))
            run.rows.push(Object.fromEntries(frame.columns.map((name, at) => [name, plainValue(row[at])])));
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

/** What the runtime is told to run: the script itself, or what calls a module's function. */
export function runOf(
  { row, version }: CurrentScript,
  params: Record<string, unknown>,
): Pick<RunOrder, 'script' | 'params'> {
  if (row.origin === 'module') return functionCall({ ...calledBy(row.path), arguments: params });
  return { script: { id: row.id, language: row.language as ScriptLanguage, source: version.source }, params };
}

/** A cell as JSON shows it. */
function plainValue(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const { $integer, $decimal, $json } = value as Record<string, string | undefined>;
  return $integer ?? $decimal ?? (typeof $json === 'string' ? JSON.parse($json) : value);
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

function doesNotLoad(problem: Text, line: number | null): AppError {
  const at = line === null ? { zh: '', en: '' } : { zh: `第 ${line} 行：`, en: `line ${line}: ` };
  return new AppError(
    'VALIDATION_ERROR',
    {
      zh: `脚本不能载入，没有保存。${at.zh}${problem.zh}`,
      en: `The script does not load and was not kept. ${at.en}${problem.en}`,
    },
    { details: { line } },
  );
}

function notYours({ id, origin }: ScriptRow): AppError {
  const whose =
    origin === 'shipped'
      ? { zh: '是随产品提供的脚本', en: 'ships with the product' }
      : { zh: '是一个 Python 模块的函数', en: 'is a function of a Python module' };
  return new AppError('CONFLICT', {
    zh: `「${id}」${whose.zh}，不能改写；请换一个 id 另存`,
    en: `"${id}" ${whose.en} and cannot be overwritten; save it under another id`,
  });
}

function takenTable(parameter: string, name: string, ownerId: string): AppError {
  return invalid(`params.${parameter}`, {
    zh: `表「${name}」属于脚本「${ownerId}」，别的脚本不能写入；请换一个表名`,
    en: `The table "${name}" belongs to the script "${ownerId}" and no other may fill it; choose another name`,
  });
}

function disabled(id: string): AppError {
  return invalid('script_id', {
    zh: `脚本「${id}」已停用，请先启用`,
    en: `The script "${id}" is disabled; enable it first`,
  });
}
