import { defineCollector } from '@sextant/collectors/collector';
import { createHttp } from '@sextant/collectors/http';
import { jsonStatCells } from '@sextant/collectors/json-stat';
import { numberOf } from '@sextant/collectors/numbers';

const host = 'ec.europa.eu';
const batch = 1000;

export default defineCollector({
  id: 'macro_eurostat',
  name: '欧盟统计局数据集',
  description: 'Eurostat：任一数据集的任一切片，如 prc_hicp_manr（调和通胀率），每个单元格一行',
  parameters: [
    { name: 'dataset', type: 'string', default: 'prc_hicp_manr', description: '数据集代码' },
    {
      name: 'filters',
      type: 'string',
      default: 'geo=DE&geo=FR&coicop=CP00&sinceTimePeriod=2020-01',
      description: '筛选条件，写法同网址参数；不加筛选的大数据集会被拒绝',
    },
  ],
  table: {
    name: 'macro_eurostat',
    key: ['dataset', 'series', 'period'],
    columns: {
      dataset: 'text',
      series: 'text',
      geo: 'text',
      period: 'text',
      value: 'number',
      dimensions: 'json',
    },
  },
  async *run(params, ctx) {
    const service = `https://${host}/eurostat/api/dissemination/statistics/1.0/data`;
    const filters = new URLSearchParams(params.filters);
    filters.set('format', 'JSON');
    filters.set('lang', 'EN');
    const answer = await createHttp(ctx, { timeoutMs: 120_000 }).json(
      `${service}/${encodeURIComponent(params.dataset)}?${filters}`,
    );
    let rows = [];
    for (const { codes, value } of jsonStatCells(answer, host)) {
      const { time = '', ...dimensions } = codes;
      rows.push({
        dataset: params.dataset,
        series: Object.values(dimensions).join('.'),
        geo: dimensions.geo ?? null,
        period: time,
        value: numberOf(value),
        dimensions,
      });
      if (rows.length === batch) {
        yield rows;
        rows = [];
      }
    }
    yield rows;
  },
});
