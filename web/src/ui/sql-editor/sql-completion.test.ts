import { type Completion, CompletionContext } from '@codemirror/autocomplete';
import { EditorState } from '@codemirror/state';
import { expect, test } from 'vitest';
import type { CatalogColumn, CatalogTable, SqlCatalog } from './sql-catalog.ts';
import { sqlCompletion } from './sql-completion.ts';

const tables: CatalogTable[] = [
  { schema: null, name: 'orders', kind: 'table', comment: '订单' },
  { schema: null, name: 'customers', kind: 'table', comment: null },
  { schema: null, name: 'Mixed Case', kind: 'table', comment: null },
  { schema: 'sales', name: 'invoices', kind: 'view', comment: null },
];
const columns: Record<string, string[]> = {
  orders: ['id', 'customer_id', 'amount'],
  customers: ['id', 'city', '姓名'],
  'Mixed Case': ['Value'],
  invoices: ['number', 'total'],
};
const asked: string[] = [];
const catalog: SqlCatalog = {
  tables,
  columnsOf: async ({ name }) => {
    asked.push(name);
    return (columns[name] ?? []).map((column): CatalogColumn => {
      return { name: column, type: 'TEXT', comment: column === 'amount' ? '金额' : null };
    });
  },
  foreignKeysOf: async ({ name }) =>
    name === 'orders'
      ? [{ columns: ['customer_id'], references: 'customers', referenced_columns: ['id'] }]
      : [],
};

/** What is offered at `|` in the text; explicitly asked for, as with Ctrl+Space. */
async function offered(marked: string, driver = 'postgresql'): Promise<readonly Completion[]> {
  const at = marked.indexOf('|');
  const state = EditorState.create({ doc: marked.replace('|', '') });
  const result = await sqlCompletion(driver, catalog)(new CompletionContext(state, at, true));
  return result?.options ?? [];
}

async function names(marked: string, ...types: string[]): Promise<string[]> {
  return (await offered(marked)).filter(({ type }) => types.includes(type ?? '')).map(({ label }) => label);
}

test('an alias and a dot give the columns of its table, whichever table stands first', async () => {
  const columnsOf = (marked: string) => names(marked, 'property');
  expect(await columnsOf('select o.| from customers c join orders o on o.customer_id = c.id')).toEqual(
    columns.orders,
  );
  expect(await columnsOf('select * from orders as o, customers c where c.|')).toEqual(columns.customers);
  expect(await columnsOf('select "Mixed Case".| from "Mixed Case"')).toEqual(['Value']);
  expect(await columnsOf('select 1; select c.| from customers c; select o.id from orders o')).toEqual(
    columns.customers,
  );
});

test('a table belongs behind FROM and JOIN, a column elsewhere', async () => {
  expect(await names('select * from |', 'class')).toEqual(['orders', 'customers', 'Mixed Case']);
  expect(await names('select * from orders o join cu|', 'property')).toEqual([]);
  expect(await names('select * from orders o where |', 'property')).toEqual(columns.orders);
  expect(
    await names('select * from orders where exists (select 1 from customers where |)', 'property'),
  ).toEqual(['id', 'city', '姓名', 'customer_id', 'amount']);
});

test('a schema and a dot give its tables', async () => {
  expect(await names('select * from sales.|', 'interface')).toEqual(['invoices']);
  expect(await names('select i.| from sales.invoices i', 'property')).toEqual(columns.invoices);
});

test('common table expressions and subqueries offer what they select', async () => {
  const cte = 'with big as (select id, amount * 2 as twice from orders), all_of as (select * from big) ';
  expect(await names(`${cte} select * from |`, 'namespace')).toEqual(['big', 'all_of']);
  expect(await names(`${cte} select b.| from big b`, 'property')).toEqual(['id', 'twice']);
  expect(await names(`${cte} select | from all_of`, 'property')).toEqual(['id', 'twice']);
  expect(await names('select t.| from (select city, count(*) as n from customers) t', 'property')).toEqual([
    'city',
    'n',
  ]);
});

test('behind ON stands the condition that foreign keys give, whichever side refers to the other', async () => {
  const [first] = await offered('select * from customers c join orders o on |');
  expect(first?.label).toBe('o.customer_id = c.id');
  expect(await names('select * from orders join customers on |', 'text')).toEqual([
    'orders.customer_id = customers.id',
  ]);
  expect(await names('select * from orders o join customers c on o.|', 'text')).toEqual([]);
});

test('names are quoted as the engine needs them', async () => {
  const written = async (driver: string) =>
    (await offered('select * from |', driver)).find(({ label }) => label === 'Mixed Case')?.apply;
  expect(await written('postgresql')).toBe('"Mixed Case"');
  expect(await written('mysql')).toBe('`Mixed Case`');
  expect(await written('sqlserver')).toBe('[Mixed Case]');
  const column = (await offered('select | from "Mixed Case"')).find(({ label }) => label === 'Value');
  expect(column?.apply).toBe('"Value"');
});

test('Chinese that is typed finds a table by its comment', async () => {
  const found = (await offered('select * from 订|')).find(({ label }) => label === '订单');
  expect(found).toMatchObject({ apply: 'orders', displayLabel: '订单 orders' });
});

test('keywords come in the case that is typed, functions by engine, and nothing inside texts or comments', async () => {
  expect(await names('SEL|', 'keyword')).toContain('SELECT');
  expect(await names('sel|', 'keyword')).toContain('select');
  expect(await names('select da|', 'function')).toContain('date_trunc');
  expect(await offered("select 'o.|'")).toEqual([]);
  expect(await offered('select 1 -- o.|')).toEqual([]);
});

test('columns are read only for the tables in use', async () => {
  asked.length = 0;
  await offered('select | from orders');
  expect(asked).toEqual(['orders']);
});
