import { defineCollector } from '@sextant/collectors/collector';
import { inBatches } from '@sextant/collectors/in-batches';

/** Columns that every collected table has of itself; a query over one must not bring them along. */
const bookkeeping = ['_execution_id', '_collected_at', '_row_hash', '_row_number'];

function readValues(text: string | null): Record<string, string | number | boolean | null> {
  if (text === null) return {};
  const wrong = () =>
    new Error(`values: ${text.slice(0, 80)} is not a JSON object such as {"day": "2026-01-31"}`);
  try {
    const values: unknown = JSON.parse(text);
    if (typeof values !== 'object' || values === null || Array.isArray(values)) throw wrong();
    return values as Record<string, string | number | boolean | null>;
  } catch {
    throw wrong();
  }
}

export default defineCollector({
  id: 'sql_query',
  name: 'SQL 查询',
  description: '在一个连接上运行一条只读查询，结果写入一张表；以发起人或任务所有者的权限运行，行数不限',
  parameters: [
    { name: 'connection', type: 'string', required: true, description: '连接的名称或 id' },
    {
      name: 'sql',
      type: 'string',
      required: true,
      description: '一条只读查询；任务里可写 {{today}}、{{last_success}} 等，:名称 由 values 给出',
    },
    { name: 'table', type: 'string', required: true, description: '写入哪张表' },
    { name: 'key', type: 'string', description: '主键列，逗号分隔；留空则整行去重' },
    { name: 'values', type: 'string', description: '查询中 :名称 的值，JSON，如 {"day": "{{yesterday}}"}' },
  ],
  table: { name: 'sql_query', name_from: 'table', key_from: 'key' },
  async *run(params, ctx) {
    let count = 0;
    for await (const rows of inBatches(ctx.query(params.connection, params.sql, readValues(params.values)))) {
      for (const row of rows) for (const name of bookkeeping) delete row[name];
      count += rows.length;
      yield rows;
    }
    ctx.log(`${count} rows`);
  },
});
