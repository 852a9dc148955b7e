import type {
  Completion,
  CompletionContext,
  CompletionResult,
  CompletionSource,
} from '@codemirror/autocomplete';
import { keywordCompletionSource } from '@codemirror/lang-sql';
import { flavourOf, type Naming, writtenName } from './dialects.ts';
import { functionsOf } from './functions.ts';
import { joinConditions } from './join-completion.ts';
import type { CatalogColumn, CatalogTable, SqlCatalog } from './sql-catalog.ts';
import { type SqlScope, type SqlSource, sameName, scopeAt } from './sql-scope.ts';
import { statementAt, statementsIn } from './sql-statements.ts';
import { type SqlToken, sqlTokens } from './sql-tokens.ts';

const wordPattern = /[\p{L}_][\p{L}\p{N}_$]*$/u;
const stillTheWord = /^[\p{L}\p{N}_$]*$/u;
const boosts = { column: 3, alias: 2, cte: 2, table: 1, otherTable: -20, function: -10, keyword: -1 };

/**
 * Completes SQL from a catalog: tables where a table belongs, columns of the tables in FROM (`o.` gives those of what
 * `o` stands for), CTE names, functions of the engine and keywords in the case that is being typed.
 */
export function sqlCompletion(driver: string | undefined, catalog: SqlCatalog): CompletionSource {
  const { dialect, naming, functions } = flavourOf(driver);
  const functionOptions = functionsOf(functions).map((name): Completion => {
    return { label: name, type: 'function', apply: `${name}(`, boost: boosts.function };
  });
  const keywords = { lower: keywordCompletionSource(dialect), upper: keywordCompletionSource(dialect, true) };
  return async (context) => {
    const word = context.matchBefore(wordPattern);
    const from = word?.from ?? context.pos;
    const behindDot = context.state.sliceDoc(from - 1, from) === '.';
    if (word === null && !behindDot && !context.explicit) return null;
    if (isInTextOrComment(context, dialect)) return null;
    const { tokens, cursor } = statementAround(context, dialect);
    const scope = scopeAt(tokens, cursor);
    const typed = word?.text ?? '';
    if (behindDot) {
      const options = await behindName(nameBefore(tokens, cursor - typed.length), scope, catalog, naming);
      return options.length === 0 ? null : { from, options, validFor: stillTheWord };
    }
    const tables = tableOptions(catalog.tables, naming, typed, scope.expects === 'table');
    const ctes = scope.ctes.map(
      ({ name }): Completion => ({ label: name, type: 'namespace', boost: boosts.cte }),
    );
    const rest = await keywordOptions(context, keywords, typed);
    if (scope.expects === 'table') return answer(from, [...ctes, ...tables, ...rest]);
    const columns = await columnsInScope(scope, catalog, naming, typed);
    const joins = scope.behindOn
      ? await joinConditions(scope.sources, catalog, (source) => tableNamed(catalog, source), naming)
      : [];
    return answer(from, [
      ...joins,
      ...columns,
      ...aliasOptions(scope),
      ...ctes,
      ...functionOptions,
      ...tables,
      ...rest,
    ]);
  };
}

function answer(from: number, options: Completion[]): CompletionResult {
  return { from, options, validFor: stillTheWord };
}

function isInTextOrComment(
  context: CompletionContext,
  dialect: ReturnType<typeof flavourOf>['dialect'],
): boolean {
  const text = context.state.sliceDoc(0, context.pos);
  const node = dialect.language.parser.parse(`${text} `).resolveInner(text.length, -1);
  const inside = node.from < text.length && node.to > text.length;
  return node.name === 'LineComment' || (inside && (node.name === 'String' || node.name === 'BlockComment'));
}

function statementAround(
  context: CompletionContext,
  dialect: ReturnType<typeof flavourOf>['dialect'],
): { tokens: SqlToken[]; cursor: number } {
  const text = context.state.doc.toString();
  const statements = statementsIn(text, dialect);
  const current = statementAt(statements, context.pos);
  const from = current === null || current.from > context.pos ? context.pos : current.from;
  const closed = text.slice(current?.to ?? 0, context.pos).includes(';');
  const next = statements.find((one) => one.from > from);
  const start = closed ? context.pos : from;
  return { tokens: sqlTokens(text.slice(start, next?.from), dialect), cursor: context.pos - start };
}

/** The names before the dot at `dotEnd`, outermost first: `shop.orders.` gives both. */
function nameBefore(tokens: readonly SqlToken[], dotEnd: number): string[] {
  let at = tokens.findIndex(({ to, text }) => to === dotEnd && text === '.');
  const names: string[] = [];
  while (at > 0 && tokens[at]?.text === '.') {
    names.unshift(tokens[at - 1]!.text);
    at -= 2;
  }
  return names;
}

async function behindName(
  names: string[],
  scope: SqlScope,
  catalog: SqlCatalog,
  naming: Naming,
): Promise<Completion[]> {
  const name = names.at(-1) ?? '';
  const inSchema = catalog.tables.filter(({ schema }) => schema !== null && sameName(schema, name));
  if (scope.expects === 'table') return inSchema.map((table) => withoutSchema(table, naming));
  const source = scope.sources.find((one) => sameName(one.alias ?? one.name, name));
  if (source !== undefined) return columnOptions(await columnsOfSource(source, catalog), naming);
  if (inSchema.length > 0) return inSchema.map((table) => withoutSchema(table, naming));
  const table = tableNamed(catalog, { schema: names.at(-2) ?? null, name });
  return table === null ? [] : columnOptions(await catalog.columnsOf(table), naming);
}

function withoutSchema(table: CatalogTable, naming: Naming): Completion {
  return { ...tableOption(table, naming), label: table.name, apply: writtenName(table.name, naming) };
}

function tableNamed(
  catalog: SqlCatalog,
  { schema, name }: Pick<SqlSource, 'schema' | 'name'>,
): CatalogTable | null {
  const named = catalog.tables.filter((table) => sameName(table.name, name));
  const exact = named.find((table) =>
    schema === null ? table.schema === null : sameName(table.schema ?? '', schema),
  );
  return exact ?? named[0] ?? null;
}

async function columnsOfSource(source: SqlSource, catalog: SqlCatalog): Promise<CatalogColumn[]> {
  if (source.columns === null) {
    const table = tableNamed(catalog, source);
    return table === null ? [] : [...(await catalog.columnsOf(table))];
  }
  const columns: CatalogColumn[] = [];
  for (const name of source.columns) {
    if (name !== '*') columns.push({ name, type: '', comment: null });
    else for (const inner of source.from) columns.push(...(await columnsOfSource(inner, catalog)));
  }
  return columns;
}

async function columnsInScope(scope: SqlScope, catalog: SqlCatalog, naming: Naming, typed: string) {
  const lists = await Promise.all(scope.sources.map((source) => columnsOfSource(source, catalog)));
  const seen = new Set<string>();
  return lists.flatMap((columns, at) => {
    const source = scope.sources[at];
    const fresh = columns.filter(({ name }) => !seen.has(name) && seen.add(name));
    return columnOptions(fresh, naming, typed, source?.alias ?? source?.name);
  });
}

function columnOptions(
  columns: readonly CatalogColumn[],
  naming: Naming,
  typed = '',
  of?: string,
): Completion[] {
  return columns.flatMap(({ name, type, comment }, at) => {
    const detail = [type.toLowerCase(), comment, of].filter(Boolean).join(' · ');
    const option = {
      label: name,
      type: 'property',
      detail,
      apply: writtenName(name, naming),
      boost: boosts.column,
      // In the order of the table, which groups what belongs together.
      sortText: String(at).padStart(5, '0'),
    };
    return withComment(option, comment, typed);
  });
}

function aliasOptions(scope: SqlScope): Completion[] {
  return scope.sources
    .filter(({ alias, name }) => (alias ?? name) !== '')
    .map(({ alias, name }) => ({
      label: alias ?? name,
      type: 'variable',
      detail: alias === null ? undefined : name,
      boost: boosts.alias,
    }));
}

function tableOptions(
  tables: readonly CatalogTable[],
  naming: Naming,
  typed: string,
  wanted: boolean,
): Completion[] {
  const boost = wanted ? boosts.table : boosts.otherTable;
  return tables.flatMap((table) =>
    withComment({ ...tableOption(table, naming), boost }, table.comment, typed),
  );
}

function tableOption({ schema, name, kind, comment }: CatalogTable, naming: Naming): Completion {
  const written = writtenName(name, naming);
  return {
    label: schema === null ? name : `${schema}.${name}`,
    type: kind === 'view' ? 'interface' : 'class',
    detail: comment ?? undefined,
    apply: schema === null ? written : `${writtenName(schema, naming)}.${written}`,
  };
}

/** Somebody who types Chinese may mean the comment: 订单 finds `orders`. */
function withComment(option: Completion, comment: string | null, typed: string): Completion[] {
  if (comment === null || !/[^\0-\x7f]/.test(typed)) return [option];
  return [
    option,
    { ...option, label: comment, displayLabel: `${comment} ${option.label}`, detail: undefined },
  ];
}

async function keywordOptions(
  context: CompletionContext,
  keywords: { lower: CompletionSource; upper: CompletionSource },
  typed: string,
): Promise<readonly Completion[]> {
  const upper =
    typed === '' ? /\b(SELECT|FROM)\b/.test(context.state.doc.toString()) : /^[A-Z]+$/.test(typed);
  const found = await (upper ? keywords.upper : keywords.lower)(context);
  return found?.options ?? [];
}
