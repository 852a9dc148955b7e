/** A name as written, without quotes; PostgreSQL's are folded already. */
export interface NamePart {
  text: string;
  quoted: boolean;
}

/** A stretch of the text, in UTF-16 units. */
export interface Stretch {
  from: number;
  to: number;
}

export type Clause = 'select' | 'on' | 'where' | 'group' | 'having' | 'order' | 'other';

/** A column as a statement names it. */
export interface ColumnFact extends Stretch {
  parts: NamePart[];
  /** The SELECT in which it stands. */
  select: SelectFact;
  clause: Clause;
  /** Inside the arguments of a function that is no aggregate. */
  inCall: boolean;
  /** Inside `count(…)`, which shows nothing of it. */
  counted: boolean;
  /** Where the call of SUM or AVG begins that it is an argument of; null elsewhere and for distinct values. */
  summedAt: number | null;
  /** Whether `=` or IN compares it directly. */
  equated: boolean;
  /** Somewhere where a name may be something else than a column. */
  doubtful: boolean;
}

/** Something in a FROM. `other` stands for functions, VALUES and all whose columns a catalog does not tell. */
export interface SourceFact extends Stretch {
  kind: 'table' | 'query' | 'other';
  /** Qualifiers first; empty for what is no table. */
  parts: NamePart[];
  alias: string | null;
  /** Names given to its columns behind the alias. */
  columnNames: string[] | null;
  query: QueryFact | null;
  /** How it is put beside what stands before it. */
  joinedBy: 'first' | 'comma' | 'cross' | 'join';
  /** A USING, NATURAL or LATERAL ties it to what stands before it. */
  tied: boolean;
  /** Columns that USING names. */
  using: string[];
}

/** What a SELECT shows: a star with its qualifier, or a value with the name it gets, null when only the database knows. */
export interface ItemFact extends Stretch {
  star: NamePart[] | null;
  name: string | null;
}

export interface SelectFact extends Stretch {
  query: QueryFact;
  sources: SourceFact[];
  items: ItemFact[];
  columns: ColumnFact[];
  /** The columns, also those of queries inside, of each condition that AND joins in ON and WHERE. */
  conditions: ColumnFact[][];
  filtered: boolean;
  /** GROUP BY or DISTINCT. */
  grouped: boolean;
  aggregated: boolean;
  /** TOP, ROWNUM and the like. */
  limited: boolean;
  /** It has a clause that may bring names of its own, so nothing in it is called unknown. */
  opaque: boolean;
}

export interface QueryFact {
  /** The query whose WITH it sees, besides its own. */
  enclosing: QueryFact | null;
  /** The SELECT that it stands in. */
  outer: SelectFact | null;
  tables: CommonTableFact[];
  /** The operands of UNION and its like; usually one. */
  arms: (SelectFact | QueryFact)[];
  limited: boolean;
  /** Of `EXISTS (…)`. */
  tested: boolean;
}

export interface CommonTableFact {
  name: string;
  columnNames: string[] | null;
  query: QueryFact | null;
}

/** What a statement names, for advice on it. `names` are all that it gives itself, such as aliases, in lower case. */
export interface StatementFacts {
  query: QueryFact;
  selects: SelectFact[];
  names: ReadonlySet<string>;
}

export function createQueryFact(enclosing: QueryFact | null, outer: SelectFact | null): QueryFact {
  return { enclosing, outer, tables: [], arms: [], limited: false, tested: false };
}

export function createSelectFact(query: QueryFact, place: Stretch): SelectFact {
  return {
    ...place,
    query,
    sources: [],
    items: [],
    columns: [],
    conditions: [],
    filtered: false,
    grouped: false,
    aggregated: false,
    limited: false,
    opaque: false,
  };
}

export function isSelect(arm: SelectFact | QueryFact): arm is SelectFact {
  return 'sources' in arm;
}

/** The first SELECT of a query, whose columns name those of the whole. */
export function firstSelect(query: QueryFact): SelectFact | null {
  const arm = query.arms[0];
  if (arm === undefined) return null;
  return isSelect(arm) ? arm : firstSelect(arm);
}
