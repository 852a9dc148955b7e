import type { ColumnKind } from '@sextant/contract/result';
import type { Catalog, CatalogColumn, CatalogTable } from '@sextant/engines/catalog';
import { type ColumnRole, columnRole } from './column-role.ts';
import { findNameColumns } from './entity-name.ts';
import type { GlossaryEntry } from './interpretation.ts';
import { linkTables, ownKey } from './key-graph.ts';
import { cutHan, keysOf, knowsEnglish, type WordKeys } from './lexicon.ts';
import type { ColumnRef } from './semantic-query.ts';
import { isHanWord, singular, splitIdentifier } from './words.ts';

/** One of the names a table or column goes by, cut into words. */
export interface PreparedName {
  words: WordKeys[];
  source: 'name' | 'comment' | 'glossary';
}

export interface PreparedColumn {
  table: PreparedTable;
  name: string;
  ref: ColumnRef;
  kind: ColumnKind;
  nullable: boolean;
  comment: string | null;
  names: PreparedName[];
  role: ColumnRole;
  isPrimary: boolean;
  /** The column a foreign key on this column points to. */
  references: PreparedColumn | null;
}

/** A foreign key of one or more columns; `child` holds the columns that point to `parent`. */
export interface PreparedEdge {
  child: PreparedTable;
  parent: PreparedTable;
  childColumns: PreparedColumn[];
  parentColumns: PreparedColumn[];
  declared: boolean;
}

export interface PreparedTable {
  id: number;
  schema: string | null;
  name: string;
  comment: string | null;
  names: PreparedName[];
  columns: PreparedColumn[];
  primaryKey: PreparedColumn[];
  /** Whether the database declares the key; else its name only says so. */
  isKeyDeclared: boolean;
  /** The columns that show a row to a person: its name, its first and last name, its title. */
  nameColumns: PreparedColumn[];
  edges: PreparedEdge[];
  /** Holds hardly more than foreign keys: it only connects other tables. */
  isBridge: boolean;
}

export interface PreparedCatalog {
  tables: PreparedTable[];
  glossary: GlossaryEntry[];
  /** Names of tables and columns, lower case, that entries of the glossary stand for. */
  glossaryTargets: Set<string>;
  postings: Map<string, (PreparedColumn | PreparedTable)[]>;
  /** Chinese words of names and comments, for cutting questions. */
  hanWords: Set<string>;
  longestHan: number;
}

export interface PrepareOptions {
  glossary?: GlossaryEntry[];
  /** Comments by table and column that stand in where the database has none. */
  notes?: Record<string, { comment?: string; columns?: Record<string, string> }>;
}

const emptyWords = new Set([
  'of',
  'in',
  'the',
  'and',
  'for',
  'by',
  'a',
  'is',
  'has',
  'are',
  'tbl',
  'tb',
  'ref',
  'dim',
  'fact',
  't',
  'yn',
]);

/** Cuts a run of letters into two or three known words: `storename` → store, name. */
function splitRun(word: string): string[] {
  if (word.length < 7 || isHanWord(word) || knowsEnglish(word)) return [word];
  for (let cut = word.length - 3; cut >= 3; cut -= 1) {
    const left = word.slice(0, cut);
    const right = word.slice(cut);
    if (knowsEnglish(left) && knowsEnglish(right)) return [left, right];
  }
  return [word];
}

function wordsOf(name: string): string[] {
  return splitIdentifier(name).flatMap((part) => (isHanWord(part) ? cutHan(part) : splitRun(part)));
}

function meaningful(words: string[]): string[] {
  const kept = words.filter((word) => !emptyWords.has(word));
  return kept.length > 0 ? kept : words;
}

/** The words of a comment that name the thing: what stands before a bracket or a punctuation mark. */
function commentHead(comment: string): string {
  return (comment.split(/[（(,，;；:：。\n=]/)[0] ?? '').trim();
}

/** The same words with two neighbours read as one that the lexicon knows: cell, number → cell_number. */
function compounds(words: string[]): PreparedName[] {
  const found: PreparedName[] = [];
  for (let index = 0; index + 1 < words.length; index += 1) {
    const joined = `${words[index]}_${words[index + 1]}`;
    const solid = `${words[index]}${words[index + 1]}`;
    for (const word of [joined, solid]) {
      if (isHanWord(word) || keysOf(word).concepts.length === 0) continue;
      const list = [...words.slice(0, index), word, ...words.slice(index + 2)];
      found.push({ words: meaningful(list).map(keysOf), source: 'name' });
    }
  }
  return found;
}

function namesFrom(name: string, comment: string | null, prefix: string | null): PreparedName[] {
  const own = wordsOf(name);
  const stripped = prefix !== null && own[0] === prefix && own.length > 1 ? own.slice(1) : own;
  const names: PreparedName[] = [{ words: meaningful(stripped).map(keysOf), source: 'name' }];
  if (stripped !== own) names.push({ words: meaningful(own).map(keysOf), source: 'name' });
  names.push(...compounds(stripped));
  if (isHanWord(name)) names.push({ words: [keysOf(name.toLowerCase())], source: 'name' });
  const head = comment ? commentHead(comment).toLowerCase() : '';
  if (head !== '' && head.length <= 40) {
    const words = meaningful(wordsOf(head));
    if (words.length <= 5) names.push({ words: words.map(keysOf), source: 'comment' });
    if (isHanWord(head)) names.push({ words: [keysOf(head)], source: 'comment' });
    if (/^[\u3400-\u9fff]{2,}表$/.test(head))
      names.push({ words: [keysOf(head.slice(0, -1))], source: 'comment' });
  }
  return names;
}

const namesPerStep = 500;

/** A first word that most names share and that says nothing, such as `sb` or `tbl`. */
function* sharedPrefix(names: string[]): Generator<void, string | null, void> {
  if (names.length < 2) return null;
  const counts = new Map<string, number>();
  for (const [at, name] of names.entries()) {
    if (at % namesPerStep === namesPerStep - 1) yield;
    const words = splitIdentifier(name);
    if (words.length > 1 && words[0]) counts.set(words[0], (counts.get(words[0]) ?? 0) + 1);
  }
  for (const [word, count] of counts) {
    if (count / names.length >= 0.6 && count >= 3 && (!knowsEnglish(word) || word.length <= 2)) return word;
  }
  return null;
}

/** `dp_close` of daily_price: the initials of the table's words before the column's own name. */
function withoutInitials(table: PreparedTable, name: string, prefix: string | null): PreparedName[] {
  const own = wordsOf(name);
  const words = prefix !== null && own[0] === prefix ? own.slice(1) : own;
  const initials = (table.names[0]?.words ?? []).map((word) => word.exact.charAt(0)).join('');
  if (initials.length < 2 || words.length < 2 || words[0] !== initials) return [];
  return [{ words: meaningful(words.slice(1)).map(keysOf), source: 'name' }];
}

function prepareColumn(
  table: PreparedTable,
  source: CatalogTable,
  column: CatalogColumn,
  prefix: string | null,
  note: string | undefined,
): PreparedColumn {
  const comment = column.comment ?? note ?? null;
  const prepared: PreparedColumn = {
    table,
    name: column.name,
    ref: {
      schema: table.schema,
      table: table.name,
      column: column.name,
      kind: column.kind,
      nullable: column.nullable,
    },
    kind: column.kind,
    nullable: column.nullable,
    comment,
    names: [...namesFrom(column.name, comment, prefix), ...withoutInitials(table, column.name, prefix)],
    role: 'text',
    isPrimary: source.primaryKey.includes(column.name),
    references: null,
  };
  prepared.role = columnRole(prepared);
  return prepared;
}

function prepareTable(
  source: CatalogTable,
  id: number,
  tablePrefix: string | null,
  columnPrefix: string | null,
  options: PrepareOptions,
): PreparedTable {
  const note = options.notes?.[source.name];
  const comment = source.comment ?? note?.comment ?? null;
  const table: PreparedTable = {
    id,
    schema: source.schema,
    name: source.name,
    comment,
    names: namesFrom(source.name, comment, tablePrefix),
    isKeyDeclared: source.primaryKey.length > 0,
    columns: [],
    primaryKey: [],
    nameColumns: [],
    edges: [],
    isBridge: false,
  };
  table.columns = source.columns.map((column) =>
    prepareColumn(table, source, column, columnPrefix, note?.columns?.[column.name]),
  );
  table.primaryKey = source.primaryKey.flatMap((name) =>
    table.columns.filter((column) => column.name === name),
  );
  return table;
}

/** Names that the glossary has, by what they stand for: a table or a column of one, in lower case. */
function glossaryNames(glossary: GlossaryEntry[]): Map<string, PreparedName[]> {
  const byTarget = new Map<string, PreparedName[]>();
  for (const entry of glossary) {
    const target = entry.meaning
      .trim()
      .replace(/^sum\s*\(\s*([^()]*?)\s*\)$/i, '$1')
      .toLowerCase();
    const words = [entry.term, ...entry.synonyms].map((term) => wordsOf(term.toLowerCase()).map(keysOf));
    const whole = [entry.term, ...entry.synonyms]
      .filter(isHanWord)
      .map((term) => [keysOf(term.toLowerCase())]);
    const names = [...words, ...whole].map((list): PreparedName => ({ words: list, source: 'glossary' }));
    byTarget.set(target, [...(byTarget.get(target) ?? []), ...names]);
  }
  return byTarget;
}

/** Gives tables and columns the names that the glossary has for them, a table at a time; returns those it found. */
function* applyGlossary(
  tables: PreparedTable[],
  glossary: GlossaryEntry[],
): Generator<void, Set<string>, void> {
  const found = new Set<string>();
  if (glossary.length === 0) return found;
  const byTarget = glossaryNames(glossary);
  const give = (thing: PreparedTable | PreparedColumn, target: string) => {
    const names = byTarget.get(target);
    if (!names) return;
    thing.names.push(...names);
    found.add(target);
  };
  for (const table of tables) {
    give(table, table.name.toLowerCase());
    for (const column of table.columns) give(column, `${table.name}.${column.name}`.toLowerCase());
    yield;
  }
  return found;
}

function addPostings(prepared: PreparedCatalog, thing: PreparedColumn | PreparedTable): void {
  const seen = new Set<string>();
  for (const name of thing.names) {
    for (const word of name.words) {
      if (isHanWord(word.text)) {
        prepared.hanWords.add(word.text);
        prepared.longestHan = Math.max(prepared.longestHan, word.text.length);
      }
      const keys = [`w:${word.exact}`, ...word.concepts.map((concept) => `c:${concept}`)];
      if (word.root) keys.push(`r:${word.root}`);
      for (const key of keys) {
        if (seen.has(key)) continue;
        seen.add(key);
        const list = prepared.postings.get(key);
        if (list) list.push(thing);
        else prepared.postings.set(key, [thing]);
      }
    }
  }
}

/** Prepares a catalog once for any number of questions: names cut to words, keys linked, roles told apart. */
export function prepareCatalog(catalog: Catalog, options: PrepareOptions = {}): PreparedCatalog {
  const steps = prepareCatalogInSteps(catalog, options);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** As `prepareCatalog`, a table at a time, for callers that must not be held up by thousands of them. */
export function* prepareCatalogInSteps(
  catalog: Catalog,
  options: PrepareOptions = {},
): Generator<void, PreparedCatalog, void> {
  const allColumns = catalog.tables.flatMap((table) => table.columns.map((column) => column.name));
  const tablePrefix = yield* sharedPrefix(catalog.tables.map((table) => table.name));
  const columnPrefix = yield* sharedPrefix(allColumns);
  const tables: PreparedTable[] = [];
  for (const table of catalog.tables) {
    tables.push(prepareTable(table, tables.length, tablePrefix, columnPrefix, options));
    yield;
  }
  yield* linkTables(tables, catalog.tables);
  for (const table of tables) {
    const key = table.primaryKey.length === 0 ? ownKey(table) : null;
    if (key && !key.references) table.primaryKey = [key];
    table.nameColumns = findNameColumns(table);
    const foreign = table.columns.filter((column) => column.references !== null);
    const others = table.columns.filter((column) => column.references === null && !column.isPrimary);
    table.isBridge = foreign.length >= 2 && others.length === 0;
    yield;
  }
  const glossary = options.glossary ?? [];
  const prepared: PreparedCatalog = {
    tables,
    glossary,
    glossaryTargets: yield* applyGlossary(tables, glossary),
    postings: new Map(),
    hanWords: new Set(),
    longestHan: 1,
  };
  for (const table of tables) {
    addPostings(prepared, table);
    for (const column of table.columns) addPostings(prepared, column);
    yield;
  }
  return prepared;
}

/** Whether the thing is a column (else a table). */
export function isColumn(thing: PreparedColumn | PreparedTable): thing is PreparedColumn {
  return 'ref' in thing;
}

/** The table's or column's own words, singular, without what says nothing. */
export function ownWords(thing: PreparedColumn | PreparedTable): string[] {
  return (thing.names[0]?.words ?? []).map((word) => singular(word.exact));
}
