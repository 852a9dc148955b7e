import {
  type AlterTableColumnAlteringBuilder,
  type Compilable,
  type CompiledQuery,
  DummyDriver,
  Kysely,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
  sql,
} from 'kysely';
import { z } from 'zod';
import { invalid } from '../../platform/errors/app-error.ts';
import type { DatabaseAnswer, ExtensionDatabases } from './extension-databases.ts';
import { isOneStatement } from './one-statement.ts';

type Tables = Record<string, Record<string, unknown>>;
type Run = (compiled: Compilable | CompiledQuery) => Promise<DatabaseAnswer>;

const nameSchema = z.string().min(1).max(128);
const recordSchema = z.record(nameSchema, z.unknown());
const valuesSchema = z.union([z.array(z.unknown()).max(30_000), recordSchema]);
const statementSchema = z.object({ sql: z.string().min(1).max(1_000_000), values: valuesSchema.default([]) });
const operationSchema = z.object({
  operation: z.enum(['select', 'insert', 'update', 'delete', 'raw']),
  table_name: nameSchema.optional(),
  data: z.union([recordSchema, z.array(recordSchema).max(10_000)]).optional(),
  condition: recordSchema.optional(),
  sql: z.string().max(1_000_000).optional(),
  params: valuesSchema.optional(),
  limit: z.number().int().min(0).optional(),
  offset: z.number().int().min(0).optional(),
  sort_by: nameSchema.optional(),
  sort_desc: z.boolean().optional(),
});
const columnSchema = z.object({
  name: nameSchema,
  type: z.string().max(40).default('varchar'),
  primary_key: z.boolean().optional(),
  nullable: z.boolean().optional(),
  unique: z.boolean().optional(),
  default: z.union([z.string(), z.number(), z.boolean(), z.null()]).optional(),
});
const columnsSchema = z.array(columnSchema).min(1).max(500);
type Column = z.infer<typeof columnSchema>;

/** Builds statements; it never runs any. */
const builder = new Kysely<Tables>({
  dialect: {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  },
});

/** What an extension's `db_manager` does, over the extension's own database. Throws what the extension should read. */
export function createDatabaseMethods(
  databases: ExtensionDatabases,
  extensionId: string,
  signal?: AbortSignal,
) {
  const options = signal === undefined ? {} : { signal };
  const statement = async (text: string, values: z.infer<typeof valuesSchema>) => {
    if (!isOneStatement(text)) throw oneAtATime();
    return whole(await databases.run(extensionId, text, values, options));
  };
  const run: Run = (query) => {
    const compiled = 'compile' in query ? query.compile() : query;
    return databases.run(extensionId, compiled.sql, compiled.parameters as unknown[], options).then(whole);
  };
  const methods: Record<string, (args: Record<string, unknown>) => Promise<unknown>> = {
    async execute_query(args) {
      const isPlain = args.operation === undefined || args.operation === null;
      if (!isPlain) return runOperation(readArgs(operationSchema, args), run, statement);
      const { sql: text, values } = readArgs(statementSchema, args);
      return shown(await statement(text, values));
    },
    list_all_tables: () => listTables(run),
    get_table_schema: ({ table_name: name }) => tableSchema(readArgs(nameSchema, name), run),
    async create_table({ table_name: given, columns }) {
      const name = readArgs(nameSchema, given);
      await run(createTable(name, readArgs(columnsSchema, columns)));
      return name;
    },
    async drop_table({ table_name: name }) {
      await run(builder.schema.dropTable(readArgs(nameSchema, name)));
      return true;
    },
    async alter_table({ table_name: name, columns }) {
      await alterTable(readArgs(nameSchema, name), readArgs(columnsSchema, columns), run);
      return true;
    },
  };
  return async (method: string, args: Record<string, unknown>): Promise<unknown> => {
    const own = Object.hasOwn(methods, method) ? methods[method] : undefined;
    if (!own)
      throw new Error(`db_manager has no method ${method}; it has ${Object.keys(methods).join(', ')}`);
    return own(args);
  };
}

function readArgs<S extends z.ZodType>(schema: S, args: unknown): z.infer<S> {
  const parsed = schema.safeParse(args);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new Error(`db_manager: ${issue?.path.join('.') || 'argument'}: ${issue?.message}`);
}

/** Rows, or what a change did. */
function shown({ columns, rows, affectedRows, insertedId }: DatabaseAnswer): unknown {
  return columns.length > 0 ? rows : { affected_rows: affectedRows, id: insertedId };
}

function whole(answer: DatabaseAnswer): DatabaseAnswer {
  if (!answer.truncated) return answer;
  throw new Error(`More than ${answer.rows.length} rows; ask for fewer with LIMIT`);
}

async function runOperation(
  order: z.infer<typeof operationSchema>,
  run: Run,
  statement: (text: string, values: z.infer<typeof valuesSchema>) => Promise<DatabaseAnswer>,
): Promise<unknown> {
  const { operation, table_name: table, data, condition = {} } = order;
  if (operation === 'raw') return shown(await statement(order.sql ?? '', order.params ?? []));
  if (table === undefined) throw new Error(`db_manager: "${operation}" wants table_name`);
  const matches = Object.entries(condition);
  if (operation === 'select') return (await run(selectQuery(table, matches, order))).rows;
  if (operation === 'insert') {
    const { insertedId } = await run(builder.insertInto(table).values(data ?? {}));
    return { id: insertedId };
  }
  if (operation === 'delete') {
    let query = builder.deleteFrom(table);
    for (const [name, value] of matches) query = query.where(name, value === null ? 'is' : '=', value);
    return { affected_rows: (await run(query)).affectedRows };
  }
  let query = builder.updateTable(table).set((Array.isArray(data) ? data[0] : data) ?? {});
  for (const [name, value] of matches) query = query.where(name, value === null ? 'is' : '=', value);
  return { affected_rows: (await run(query)).affectedRows };
}

function selectQuery(
  table: string,
  matches: [string, unknown][],
  order: z.infer<typeof operationSchema>,
): Compilable {
  let query = builder.selectFrom(table).selectAll();
  for (const [name, value] of matches) query = query.where(name, value === null ? 'is' : '=', value);
  if (order.sort_by !== undefined) query = query.orderBy(order.sort_by, order.sort_desc ? 'desc' : 'asc');
  if (order.limit !== undefined || order.offset !== undefined) query = query.limit(order.limit ?? -1);
  return order.offset === undefined ? query : query.offset(order.offset);
}

async function tableNames(run: Run): Promise<{ name: string; sql: string }[]> {
  const { rows } = await run(
    builder
      .selectFrom('sqlite_master')
      .select(['name', 'sql'])
      .where('type', '=', 'table')
      .where('name', 'not like', 'sqlite\\_%')
      .orderBy('name'),
  );
  return rows as { name: string; sql: string }[];
}

async function listTables(run: Run): Promise<unknown[]> {
  const tables = [];
  for (const { name } of await tableNames(run)) {
    const { rows } = await run(builder.selectFrom(name).select((select) => select.fn.countAll().as('count')));
    tables.push({ name, display_name: name, description: null, record_count: rows[0]?.count ?? 0 });
  }
  return tables;
}

async function tableSchema(name: string, run: Run) {
  const { rows } = await run(sql`select * from pragma_table_info(${name})`.compile(builder));
  if (rows.length === 0) throw new Error(`There is no table ${name}`);
  const columns = rows.map((row) => ({
    name: String(row.name),
    type: String(row.type).toLowerCase(),
    primary_key: Number(row.pk) > 0,
    nullable: row.notnull === 0,
    unique: false,
    default: row.dflt_value,
    comment: null,
  }));
  const made = (await tableNames(run)).find((table) => table.name === name);
  return { name, columns, description: null, sql: made?.sql ?? null };
}

const columnTypes: Record<string, string> = {
  integer: 'integer',
  int: 'integer',
  string: 'varchar',
  varchar: 'varchar',
  text: 'text',
  float: 'real',
  real: 'real',
  boolean: 'boolean',
  datetime: 'datetime',
  date: 'date',
  json: 'text',
  blob: 'blob',
};

function typeOf({ type }: Column) {
  const [, word, length] = /^(\w+)(?:\((\d{1,5})\))?$/.exec(type.trim().toLowerCase()) ?? [];
  const known = columnTypes[word ?? ''];
  if (known === undefined) {
    throw new Error(`db_manager: no column type ${type}; there are: ${Object.keys(columnTypes).join(', ')}`);
  }
  return sql.raw(known === 'varchar' ? `varchar(${Number(length ?? 255)})` : known);
}

function createTable(name: string, columns: Column[]): Compilable {
  let table = builder.schema.createTable(name);
  for (const column of columns) {
    table = table.addColumn(column.name, typeOf(column), (built) => {
      let one = built;
      if (column.primary_key) one = one.primaryKey();
      if (column.nullable === false) one = one.notNull();
      if (column.unique) one = one.unique();
      return column.default === undefined ? one : one.defaultTo(column.default);
    });
  }
  return table;
}

/** Adds the columns that are new and drops those that are no longer named. */
async function alterTable(name: string, wanted: Column[], run: Run): Promise<void> {
  const { columns } = await tableSchema(name, run);
  const has = new Set(columns.map((column) => column.name));
  const names = new Set(wanted.map((column) => column.name));
  const change = (
    alter: (table: ReturnType<typeof builder.schema.alterTable>) => AlterTableColumnAlteringBuilder,
  ) => run(alter(builder.schema.alterTable(name)));
  for (const column of wanted.filter((one) => !has.has(one.name))) {
    await change((table) =>
      table.addColumn(column.name, typeOf(column), (one) =>
        column.default === undefined ? one : one.defaultTo(column.default),
      ),
    );
  }
  for (const column of columns.filter((one) => !names.has(one.name)))
    await change((table) => table.dropColumn(column.name));
}

function oneAtATime() {
  return invalid('sql', {
    zh: '一次只能执行一条语句',
    en: 'One statement at a time; run them one after the other',
  });
}
