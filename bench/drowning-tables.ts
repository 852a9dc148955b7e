import type { ValueIndex } from '@sextant/ask/value-index';
import { singular } from '@sextant/ask/words';
import type { ColumnKind } from '@sextant/contract/result';
import type { CatalogTable } from '@sextant/engines/catalog';
import { commonColumns, commonValues, departments, tableEndings } from './company-words.ts';

const columnsOfEach = 20;
const types: Partial<Record<ColumnKind, string>> = {
  text: 'varchar(100)',
  integer: 'integer',
  number: 'numeric(12,2)',
  datetime: 'timestamp',
  date: 'date',
  boolean: 'boolean',
};

interface Thing {
  department: string;
  name: string;
  chinese: string;
}

type Random = () => number;

/** Tables of a large company, the same ones for the same seed; about half of the departments comment theirs in Chinese. */
export function drowningTables(count: number, seed: number, taken: ReadonlySet<string>): CatalogTable[] {
  const random = randomFrom(seed);
  const things = Object.entries(departments).flatMap(([department, list]) =>
    list.split(' ').map((pair) => {
      const [name = '', chinese = ''] = pair.split('=');
      return { department, name, chinese };
    }),
  );
  const tables = tableEndings.flatMap((ending) =>
    things.map((thing) => tableOf(thing, things, ending, random)),
  );
  const kept = new Set([...taken].map(singular));
  const free = tables.filter(({ name }) => !kept.has(singular(name)));
  if (free.length < count) throw new Error(`only ${free.length} tables can be made, not ${count}`);
  return free.slice(0, count);
}

/** Adds the values that the tables hold in columns of everyday names. */
export function addDrowningValues(tables: readonly CatalogTable[], values: ValueIndex): void {
  for (const { schema, name: table, columns } of tables) {
    for (const { name: column } of columns) {
      const held = commonValues[column];
      if (held) values.add({ schema, table, column }, held, true);
    }
  }
}

function tableOf(thing: Thing, things: Thing[], ending: string, random: Random): CatalogTable {
  const { department, chinese } = thing;
  const isCommented = department.length % 3 === 0;
  const neighbours = things.filter((other) => other.department === department && other !== thing);
  const parents = [...(ending === '' ? [] : [thing]), ...pick(neighbours, 3, random)];
  const columns = [
    column('id', 'integer', null),
    ...parents.map((parent) => column(`${parent.name}_id`, 'integer', null)),
    ...pick(commonColumns.split(' '), columnsOfEach - 1 - parents.length, random).map((text) => {
      const [own = '', comment = ''] = text.split('=');
      const [label = '', kind = 'text'] = own.split(':');
      return column(label, kind as ColumnKind, isCommented ? comment : null);
    }),
  ];
  return {
    schema: null,
    name: nameOf(thing, ending),
    kind: 'table',
    comment: isCommented ? chinese + (chineseEndings[ending] ?? '') : null,
    columns,
    primaryKey: ['id'],
    foreignKeys: parents.map((parent) => ({
      columns: [`${parent.name}_id`],
      referencedSchema: null,
      referencedTable: nameOf(parent, ''),
      referencedColumns: ['id'],
    })),
    indexes: [],
    rowEstimate: Math.round(random() * 1_000_000),
  };

  function column(label: string, kind: ColumnKind, comment: string | null): CatalogTable['columns'][number] {
    return { name: label, type: types[kind] ?? 'text', kind, nullable: label !== 'id', comment };
  }
}

const chineseEndings: Record<string, string> = {
  _detail: '明细',
  _history: '历史',
  _type: '类型',
  _log: '日志',
};

/** Most departments put their own name before that of the thing; every fourth uses the everyday word alone. */
function nameOf({ department, name }: Thing, ending: string): string {
  const isPlain = Object.keys(departments).indexOf(department) % 4 === 3;
  return isPlain ? `${name}${ending}` : `${department}_${name}${ending}`;
}

function pick<T>(from: readonly T[], count: number, random: Random): T[] {
  const left = [...from];
  const picked: T[] = [];
  while (picked.length < count && left.length > 0) {
    picked.push(...left.splice(Math.floor(random() * left.length), 1));
  }
  return picked;
}

/** Numbers from 0 to 1 that look random and are the same for the same seed (mulberry32). */
function randomFrom(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
