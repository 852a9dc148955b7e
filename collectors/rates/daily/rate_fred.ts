import { defineCollector } from '@sextant/collectors/collector';
import { csvRecords } from '@sextant/collectors/csv';
import { dayOf, daySpan } from '@sextant/collectors/dates';
import { createHttp } from '@sextant/collectors/http';
import { numberOf } from '@sextant/collectors/numbers';
import { each, namesIn } from '@sextant/collectors/pages';

export default defineCollector({
  id: 'rate_fred',
  name: 'FRED 数据序列',
  description:
    '美国圣路易斯联储 FRED：任意公开序列，如 DGS10 十年期美债收益率、FEDFUNDS 联邦基金利率、CPIAUCSL',
  parameters: [
    { name: 'series', type: 'string', default: 'DGS10,FEDFUNDS', description: '序列代码，逗号分隔' },
    { name: 'start_date', type: 'date', description: '开始日期；留空为结束日期之前 5 年' },
    { name: 'end_date', type: 'date', description: '结束日期；留空为今天' },
  ],
  table: {
    name: 'rate_fred',
    key: ['series', 'date'],
    columns: { series: 'text', date: 'date', value: 'number' },
  },
  async *run(params, ctx) {
    const http = createHttp(ctx);
    const span = daySpan(params, { days: 5 * 365, timeZone: 'America/Chicago' });
    for await (const series of each(ctx, namesIn(params.series.toUpperCase(), 'series'))) {
      const answer = await http.text('https://fred.stlouisfed.org/graph/fredgraph.csv', {
        query: { id: series, cosd: span.start, coed: span.end },
      });
      // The first column has been called DATE and observation_date.
      const [header = ''] = answer.split(/\r?\n/, 1);
      const [dateColumn = '', valueColumn = ''] = header.replace(/^\ufeff/, '').split(',');
      if (!/date/i.test(dateColumn) || valueColumn !== series) {
        throw new Error(`fred.stlouisfed.org gave no series ${series}: ${header.slice(0, 200)}`);
      }
      for await (const records of csvRecords([answer])) {
        yield records.map((one) => ({
          series,
          date: dayOf(one[dateColumn]),
          value: numberOf(one[valueColumn]),
        }));
      }
    }
  },
});
