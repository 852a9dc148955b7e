import { defineCollector } from '@sextant/collectors/collector';
import { csvRecords } from '@sextant/collectors/csv';
import { createHttp } from '@sextant/collectors/http';
import { createPlainValues } from '@sextant/collectors/plain-values';

export default defineCollector({
  id: 'csv_url',
  name: 'CSV 网址',
  description: '任意网址上的 CSV（首行为列名），边下载边写入，大小不限；编码与分隔符自动识别',
  parameters: [
    { name: 'url', type: 'string', required: true, description: 'CSV 文件的网址' },
    { name: 'delimiter', type: 'string', description: '分隔符；留空自动识别，制表符写 \\t' },
    { name: 'charset', type: 'string', description: '编码，如 gb18030；留空自动识别' },
    { name: 'table', type: 'string', description: '写入哪张表；留空为 csv_url' },
    { name: 'key', type: 'string', description: '主键列，逗号分隔；留空则整行去重' },
  ],
  table: { name: 'csv_url', name_from: 'table', key_from: 'key', columns: { source_url: 'text' } },
  async *run(params, ctx) {
    const http = createHttp(ctx, { timeoutMs: 600_000, charset: params.charset ?? undefined });
    const plain = createPlainValues();
    const pieces = http.stream(params.url);
    const delimiter = params.delimiter?.replace('\\t', '\t');
    let count = 0;
    for await (const records of csvRecords(pieces, { delimiter })) {
      if (count === 0 && Object.keys(records[0] ?? {})[0]?.startsWith('<')) {
        throw new Error(`${params.url} answered a page, not CSV`);
      }
      count += records.length;
      yield plain(records).map((row) => ({ source_url: params.url, ...row }));
    }
    ctx.log(`${count} records`);
  },
});
