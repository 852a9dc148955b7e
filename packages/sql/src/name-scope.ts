import type { CatalogNames } from './catalog-names.ts';
import type { KnownTable } from './finding.ts';
import {
  type ColumnFact,
  type CommonTableFact,
  firstSelect,
  isSelect,
  type NamePart,
  type QueryFact,
  type SelectFact,
  type SourceFact,
} from './statement-facts.ts';

/** Where a column comes from. `unsure` when a source could hold it whose columns nobody knows; `none` when no one does. */
export type ColumnOrigin =
  | { from: 'source'; source: SourceFact; select: SelectFact; table: KnownTable | null }
  | { from: 'none'; candidates: string[]; qualifier: SourceFact | null }
  | { from: 'unsure' };

export interface NameScope {
  /** The catalog's table behind a source; null for queries, common tables and what the catalog does not hold. */
  tableOf(source: SourceFact, select: SelectFact): KnownTable | null;
  /** The common table that a source names; null when it names none. */
  commonTable(source: SourceFact, select: SelectFact): CommonTableFact | null;
  /** Names of a source's columns; null when nobody can tell. */
  columnsOf(source: SourceFact, select: SelectFact): string[] | null;
  originOf(column: ColumnFact): ColumnOrigin;
}

const deepest = 12;

/** Finds out what the names of a statement stand for, with the catalog where there is one. */
export function createNameScope(catalog: CatalogNames | null): NameScope {
  const known = new Map<SourceFact, string[] | null>();

  function commonTable(source: SourceFact, select: SelectFact): CommonTableFact | null {
    const [only, second] = source.parts;
    if (source.kind !== 'table' || only === undefined || second !== undefined) return null;
    const wanted = only.text.toLowerCase();
    for (let query: QueryFact | null = select.query; query; query = query.enclosing) {
      const found = query.tables.find(({ name }) => name.toLowerCase() === wanted);
      if (found) return found;
    }
    return null;
  }

  function tableOf(source: SourceFact, select: SelectFact): KnownTable | null {
    if (source.kind !== 'table' || catalog === null || commonTable(source, select)) return null;
    const lookup = catalog.findTable(source.parts);
    return lookup.found === 'table' ? lookup.table : null;
  }

  function columnsOf(source: SourceFact, select: SelectFact, depth = 0): string[] | null {
    const remembered = known.get(source);
    if (remembered !== undefined) return remembered;
    const columns = depth > deepest ? null : readColumns(source, select, depth);
    known.set(source, columns);
    return columns;
  }

  function readColumns(source: SourceFact, select: SelectFact, depth: number): string[] | null {
    if (source.kind === 'other') return null;
    if (source.columnNames) return source.kind === 'query' ? source.columnNames : null;
    if (source.query) return shownBy(source.query, depth + 1);
    const common = commonTable(source, select);
    if (common) return common.columnNames ?? (common.query ? shownBy(common.query, depth + 1) : null);
    return tableOf(source, select)?.columns.map(({ name }) => name) ?? null;
  }

  /** The names that a query gives its columns; null when one of them is left to the database. */
  function shownBy(query: QueryFact, depth: number): string[] | null {
    const select = firstSelect(query);
    if (select === null || select.opaque || depth > deepest) return null;
    const names: string[] = [];
    for (const item of select.items) {
      const shown = item.star
        ? starColumns(item.star, select, depth)
        : item.name === null
          ? null
          : [item.name];
      if (shown === null) return null;
      names.push(...shown);
    }
    return names.length > 0 ? names : null;
  }

  function starColumns(star: readonly NamePart[], select: SelectFact, depth: number): string[] | null {
    const sources =
      star.length === 0 ? select.sources : select.sources.filter((source) => isCalled(source, star));
    const lists = sources.map((source) => columnsOf(source, select, depth + 1));
    return lists.length === 0 || lists.includes(null) ? null : lists.flatMap((list) => list ?? []);
  }

  function holds(source: SourceFact, select: SelectFact, name: NamePart): boolean | null {
    const table = tableOf(source, select);
    if (table && catalog && !source.columnNames) return catalog.hasColumn(table, name);
    const columns = columnsOf(source, select);
    return columns?.some((column) => column.toLowerCase() === name.text.toLowerCase()) ?? null;
  }

  function originOfQualified(
    column: ColumnFact,
    qualifier: readonly NamePart[],
    name: NamePart,
  ): ColumnOrigin {
    let others: string[] | null = [];
    for (let select: SelectFact | null = column.select; select; select = select.query.outer) {
      if (select.opaque) return { from: 'unsure' };
      const visible = visibleSources(select, column.select);
      const source = visible.find((candidate) => isCalled(candidate, qualifier));
      if (source) {
        const held = holds(source, select, name);
        if (held === null) return { from: 'unsure' };
        if (held) return { from: 'source', source, select, table: tableOf(source, select) };
        return { from: 'none', candidates: columnsOf(source, select) ?? [], qualifier: source };
      }
      for (const candidate of visible) {
        const columns = columnsOf(candidate, select);
        others = columns && others ? [...others, ...columns] : null;
      }
    }
    const field = qualifier[0]?.text.toLowerCase() ?? '';
    const maybeField =
      others === null ||
      others.some((other) => other.toLowerCase() === field || other.toLowerCase().startsWith(`${field}.`));
    if (maybeField || qualifier.length > 1) return { from: 'unsure' };
    return { from: 'none', candidates: [], qualifier: null };
  }

  function originOfBare(column: ColumnFact, name: NamePart): ColumnOrigin {
    const candidates: string[] = [];
    let unsure = column.select.sources.length === 0;
    for (let select: SelectFact | null = column.select; select; select = select.query.outer) {
      if (select.opaque) unsure = true;
      for (const source of visibleSources(select, column.select)) {
        const held = holds(source, select, name);
        if (held)
          return unsure
            ? { from: 'unsure' }
            : { from: 'source', source, select, table: tableOf(source, select) };
        if (held === null) unsure = true;
        else candidates.push(...(columnsOf(source, select) ?? []));
      }
    }
    return unsure ? { from: 'unsure' } : { from: 'none', candidates, qualifier: null };
  }

  return {
    tableOf,
    commonTable,
    columnsOf: (source, select) => columnsOf(source, select),
    originOf(column) {
      const name = column.parts.at(-1);
      if (name === undefined) return { from: 'unsure' };
      const qualifier = column.parts.slice(0, -1);
      return qualifier.length > 0 ? originOfQualified(column, qualifier, name) : originOfBare(column, name);
    },
  };
}

/** A query in FROM sees its siblings at most, never itself. */
function visibleSources(select: SelectFact, from: SelectFact): SourceFact[] {
  return select.sources.filter(({ query }) => query === null || !isInside(from.query, query));
}

function isInside(inner: QueryFact, outer: QueryFact): boolean {
  for (let query: QueryFact | null = inner; query; query = query.enclosing) if (query === outer) return true;
  return false;
}

/** Whether a qualifier means this source: by its alias, or by its name, as far as both are written. */
export function isCalled(source: SourceFact, qualifier: readonly NamePart[]): boolean {
  const wanted = qualifier.map(({ text }) => text.toLowerCase());
  if (source.alias !== null && wanted.length === 1 && source.alias.toLowerCase() === wanted[0]) return true;
  const own = source.parts.map(({ text }) => text.toLowerCase());
  if (own.length === 0 || wanted.length === 0) return false;
  const shared = Math.min(own.length, wanted.length);
  return own.slice(-shared).every((part, index) => part === wanted.slice(-shared)[index]);
}

/** Whether a query gives exactly one row: aggregates without groups. */
export function givesOneRow(query: QueryFact): boolean {
  const [arm, second] = query.arms;
  if (arm === undefined || second !== undefined) return false;
  if (!isSelect(arm)) return givesOneRow(arm);
  return arm.sources.length === 0 || (arm.aggregated && !arm.grouped);
}
