import { type PreparedCatalog, prepareCatalog } from '@sextant/ask/catalog-index';
import { compile } from '@sextant/ask/compile';
import { interpret } from '@sextant/ask/interpret';
import { createValueIndex, type ValueIndex } from '@sextant/ask/value-index';
import type { CatalogTable } from '@sextant/engines/catalog';
import { guard } from '@sextant/sql/guard';
import { type Figure, median, milliseconds, timed } from './figure.ts';

const rounds = 15;
const now = '2026-03-18T10:00:00';
const questions = [
  '最近7天每天的订单数量',
  '按国家统计客户数量',
  '上月金额最高的前5个产品',
  'how many orders are there per customer',
  'average amount of orders by month this year',
  'list the 10 suppliers with the most products',
];

/** Time from a question to guarded SQL with the built-in engine, on a schema of 20 and of 1,000 tables. */
export async function benchAnswer(): Promise<Figure[]> {
  const small = await answerTimes(schemaOf(20));
  const large = await answerTimes(schemaOf(1000));
  return [row(20, small, 15), row(1000, large, 60)];
}

function row(
  tables: number,
  { middle, answered }: { middle: number; answered: number },
  aim: number,
): Figure {
  return {
    work: `built-in answer before execution, ${tables.toLocaleString('en')} tables`,
    measured: `median ${milliseconds(middle)}, ${answered} of ${questions.length} answered`,
    reference: '',
    aim: `< ${aim} ms`,
    pass: middle < aim && answered > 0,
  };
}

async function answerTimes(tables: CatalogTable[]): Promise<{ middle: number; answered: number }> {
  const prepared = prepareCatalog({ tables });
  const values = createValueIndex();
  values.add({ schema: null, table: 'customers', column: 'country' }, ['中国', '日本', 'France'], true);
  const times: number[] = [];
  let answered = 0;
  for (let round = -5; round < rounds; round += 1) {
    answered = 0;
    for (const question of questions) {
      const took = await timed(async () => {
        if (await answer(question, prepared, values)) answered += 1;
      });
      if (round >= 0) times.push(took);
    }
  }
  return { middle: median(times), answered };
}

async function answer(question: string, prepared: PreparedCatalog, values: ValueIndex): Promise<boolean> {
  const interpretation = interpret({ question, now, prepared, values });
  if (interpretation.kind !== 'query') return false;
  const verdict = await guard(compile(interpretation.query, 'postgresql'), 'postgresql');
  if (!verdict.allow) throw new Error(`${question}: ${verdict.reason.en}`);
  return true;
}

/** A trading company's tables, then the same kinds of tables for as many departments as are needed. */
function schemaOf(count: number): CatalogTable[] {
  const things = [
    ['customers', 'name', 'country', 'city'],
    ['suppliers', 'name', 'country', 'phone'],
    ['categories', 'name', 'description'],
    ['products', 'name', 'supplier_id', 'category_id', 'price'],
    ['orders', 'customer_id', 'created_at', 'status', 'amount'],
    ['order_items', 'order_id', 'product_id', 'quantity', 'unit_price'],
    ['payments', 'order_id', 'paid_at', 'method', 'amount'],
    ['shipments', 'order_id', 'shipped_at', 'carrier'],
    ['refunds', 'order_id', 'refunded_at', 'amount'],
    ['employees', 'name', 'hired_at', 'salary'],
    ['stores', 'name', 'city', 'opened_at'],
    ['warehouses', 'name', 'city', 'capacity'],
    ['inventories', 'product_id', 'warehouse_id', 'quantity'],
    ['invoices', 'order_id', 'issued_at', 'amount'],
    ['contracts', 'supplier_id', 'signed_at', 'amount'],
    ['campaigns', 'name', 'started_at', 'budget'],
    ['visits', 'customer_id', 'visited_at', 'page'],
    ['tickets', 'customer_id', 'opened_at', 'status'],
    ['reviews', 'product_id', 'customer_id', 'rating'],
    ['returns', 'order_id', 'returned_at', 'reason'],
  ];
  return Array.from({ length: count }, (_, index) => {
    const [name = '', ...columns] = things[index % things.length] ?? [];
    const department = Math.floor(index / things.length);
    return tableOf(department === 0 ? '' : `dept${department}_`, name, columns);
  });
}

function tableOf(prefix: string, name: string, columns: string[]): CatalogTable {
  const references = columns.filter((column) => column.endsWith('_id'));
  return {
    schema: null,
    name: `${prefix}${name}`,
    kind: 'table',
    comment: null,
    columns: ['id', ...columns].map(columnOf),
    primaryKey: ['id'],
    foreignKeys: references.map((column) => ({
      columns: [column],
      referencedSchema: null,
      referencedTable: `${prefix}${pluralOf(column.slice(0, -3))}`,
      referencedColumns: ['id'],
    })),
    indexes: [],
    rowEstimate: 10_000,
  };
}

function columnOf(name: string): CatalogTable['columns'][number] {
  const base = { name, nullable: false, comment: null };
  if (
    name === 'id' ||
    name.endsWith('_id') ||
    name === 'quantity' ||
    name === 'capacity' ||
    name === 'rating'
  ) {
    return { ...base, type: 'integer', kind: 'integer' };
  }
  if (name.endsWith('_at')) return { ...base, type: 'timestamp', kind: 'datetime' };
  if (['amount', 'price', 'unit_price', 'salary', 'budget'].includes(name)) {
    return { ...base, type: 'numeric(12,2)', kind: 'number' };
  }
  return { ...base, type: 'text', kind: 'text' };
}

function pluralOf(word: string): string {
  return word.endsWith('y') ? `${word.slice(0, -1)}ies` : `${word}s`;
}
