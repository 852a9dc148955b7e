import { isColumn, type PreparedCatalog, type PreparedColumn, type PreparedTable } from './catalog-index.ts';
import { keysOf, wordSimilarity } from './lexicon.ts';
import type { Resolver } from './resolver.ts';
import type { RowExpression } from './semantic-query.ts';
import { splitWords } from './split-words.ts';

/** A number per row of a table that can be added up: a column, or arithmetic over columns. */
export interface RowNumber {
  table: PreparedTable;
  expression: RowExpression;
  /** Tables above the row's own that the expression reads. */
  parents: PreparedTable[];
  label: string;
}

const salesWords = new Set([
  'sales',
  'revenue',
  'turnover',
  'gmv',
  'income',
  'proceeds',
  'spending',
  'spend',
  'sales_amount',
  'earnings',
  '销售额',
  '营业额',
  '营收',
  '销售收入',
  '成交额',
  '收入',
  '销售金额',
  '消费',
  '消费额',
  '消费总额',
  '消费金额',
  '花费',
  '业绩',
  '卖了多少钱',
]);

/** Whether the words mean the money taken in sales. */
export function meansSales(words: readonly string[]): boolean {
  return (
    words.length > 0 &&
    words.some((word) => salesWords.has(keysOf(word).exact)) &&
    words.every(
      (word) => salesWords.has(keysOf(word).exact) || /^(total|amount|总|额|dollar|figure|money)$/.test(word),
    )
  );
}

function column(of: PreparedColumn): RowExpression {
  return { kind: 'column', column: of.ref };
}

function findNumber(table: PreparedTable, words: string[]): PreparedColumn | null {
  for (const word of words) {
    const keys = keysOf(word);
    const found = table.columns.filter(
      (one) =>
        one.role === 'measure' &&
        one.names.some(
          (name) =>
            (name.words.length <= 3 &&
              name.words.at(-1) !== undefined &&
              wordSimilarity(keys, name.words.at(-1) ?? keys) === 1) ||
            (name.words.length === 1 && wordSimilarity(keys, name.words[0] ?? keys) === 1),
        ),
    );
    if (found.length === 1 && found[0]) return found[0];
  }
  return null;
}

function named(table: PreparedTable, words: string[]): boolean {
  return table.names.some((name) =>
    name.words.some((word) => words.some((wanted) => wordSimilarity(keysOf(wanted), word) === 1)),
  );
}

function productOf(table: PreparedTable): RowExpression | null {
  const quantity = findNumber(table, ['quantity', 'qty', '数量']);
  const price = findNumber(table, ['unit_price', 'price', '成交价', '单价', '价格', '售价']);
  if (!quantity || !price || quantity === price) return null;
  const product: RowExpression = {
    kind: 'arithmetic',
    operator: '*',
    left: column(price),
    right: column(quantity),
  };
  const discount = findNumber(table, ['discount', '折扣']);
  if (discount?.kind !== 'number') return product;
  return {
    kind: 'arithmetic',
    operator: '*',
    left: product,
    right: { kind: 'arithmetic', operator: '-', left: { kind: 'number', value: 1 }, right: column(discount) },
  };
}

/** Ways to compute sales money in this catalog, the surest first. */
export function salesNumbers(resolver: Pick<Resolver, 'prepared'>): RowNumber[] {
  const found: { rank: number; number: RowNumber }[] = [];
  for (const table of resolver.prepared.tables) {
    const transactional = named(table, [
      'order',
      'invoice',
      'sale',
      'sales',
      'transaction',
      '订单',
      '发票',
      '销售',
      '销售单',
    ]);
    const hasKeys = table.edges.some((edge) => edge.child === table);
    const direct = findNumber(table, [
      'sales',
      'revenue',
      'turnover',
      '销售额',
      '营业额',
      '成交额',
      '销售金额',
    ]);
    const amount = transactional
      ? findNumber(table, [
          'total_amount',
          'total',
          'amount',
          'sale_price',
          '总额',
          '金额',
          '总金额',
          '订单金额',
          '成交价',
        ])
      : null;
    const product = hasKeys ? productOf(table) : null;
    const single = product === null && transactional ? findNumber(table, ['price', '成交价']) : null;
    const add = (rank: number, expression: RowExpression, label: string) =>
      found.push({ rank, number: { table, expression, parents: [], label } });
    if (direct) add(0, column(direct), direct.name);
    if (amount && !product) add(1, column(amount), amount.name);
    if (product) add(2, product, 'sales');
    if (single && !amount && !direct) add(3, column(single), single.name);
  }
  return found.sort((left, right) => left.rank - right.rank).map((one) => one.number);
}

const orderValueWords = /^(aov|客单价|笔单价|每单金额|average order value)$/;

/** Whether the words mean the money of one order on average. */
export function meansOrderValue(text: string): boolean {
  return orderValueWords.test(text.trim());
}

/** Whether rows of the table are orders, invoices or sales. */
export function isTransaction(table: PreparedTable): boolean {
  return named(table, ['order', 'invoice', 'sale', 'sales', '订单', '发票', '销售单']);
}

const buying =
  /^(buy|bought|buys|buying|ordered|purchased?|purchases|购买|买|买过|购买过|下单|下过单|消费过)$/;
const selling = /^(sell|sold|sells|selling|卖|卖出|售出|卖过|售|出售|卖掉)$/;

/** Tables whose rows come of buying (orders) or selling (their lines, where they have any), for a verb that says so. */
export function tradedTables(verb: string, prepared: PreparedCatalog): PreparedTable[] {
  const orders = prepared.tables.filter((table) => isTransaction(table) && orderKey(table) === null);
  if (buying.test(verb)) return orders;
  if (!selling.test(verb)) return [];
  const lines = prepared.tables.filter(
    (table) => orderKey(table) !== null && findNumber(table, ['quantity', 'qty', '数量']) !== null,
  );
  return lines.length > 0 ? lines : orders;
}

/** The column of a line table that says which order its row belongs to. */
export function orderKey(table: PreparedTable): PreparedColumn | null {
  return table.columns.find((one) => one.references !== null && isTransaction(one.references.table)) ?? null;
}

/** Whether a noun that stands alone asks for sales money, not for rows of a table of that name. */
export function isBareMetric(noun: {
  text: string;
  candidates: readonly { thing: PreparedColumn | PreparedTable; score: number }[];
}): boolean {
  if (noun.candidates.length === 0 || meansOrderValue(noun.text)) return true;
  const table = noun.candidates.some((candidate) => !isColumn(candidate.thing) && candidate.score >= 0.98);
  return meansSales(splitWords(noun.text)) && !table;
}

/** Whether the noun candidates hold a real column that the words name outright. */
export function namesColumnOutright(
  candidates: readonly { thing: PreparedColumn | PreparedTable; score: number }[],
): boolean {
  return candidates.some(
    (candidate) => isColumn(candidate.thing) && candidate.score >= 0.98 && candidate.thing.role === 'measure',
  );
}
