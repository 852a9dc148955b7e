import { listAt, valueAt } from '@sextant/collectors/answers';
import { defineCollector } from '@sextant/collectors/collector';
import { createHttp, urlOf } from '@sextant/collectors/http';
import { pagesOf } from '@sextant/collectors/pages';
import type { ScriptRow } from '@sextant/contract/collector';

export default defineCollector({
  id: 'json_url',
  name: 'JSON 网址',
  description: '任意网址上的 JSON 接口，取其中一个列表，一项一行；可按页码翻页',
  parameters: [
    { name: 'url', type: 'string', required: true, description: '接口网址；翻页时用 {page} 代表页码' },
    { name: 'path', type: 'string', description: '列表所在的路径，如 data.items；留空为整个回答' },
    { name: 'first_page', type: 'integer', default: 1, description: '第一页的页码' },
    { name: 'max_pages', type: 'integer', default: 1000, description: '最多翻多少页' },
    { name: 'table', type: 'string', description: '写入哪张表；留空为 json_url' },
    { name: 'key', type: 'string', description: '主键列，逗号分隔；留空则整行去重' },
  ],
  table: { name: 'json_url', name_from: 'table', key_from: 'key', columns: { source_url: 'text' } },
  async *run(params, ctx) {
    const http = createHttp(ctx);
    const paged = params.url.includes('{page}');
    const source = urlOf(params.url).host;
    const pages = pagesOf(ctx, async (page) => {
      const url = params.url.replaceAll('{page}', String(params.first_page + page - 1));
      const answer = await http.json(url);
      const found = valueAt(answer, params.path ?? '');
      const items = isRecord(found) ? [found] : listAt(answer, params.path ?? '', source);
      const last = !paged || page >= params.max_pages;
      return { items, pages: last ? page : null };
    });
    for await (const items of pages)
      yield items.map((item) => ({ source_url: params.url, ...plainRow(item) }));
  },
});

function isRecord(value: unknown): value is ScriptRow {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function plainRow(item: unknown): ScriptRow {
  return isRecord(item) ? item : { value: item as string | number | boolean | null };
}
