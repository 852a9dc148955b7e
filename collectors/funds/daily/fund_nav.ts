import { recordsAt, valueAt } from '@sextant/collectors/answers';
import { defineCollector } from '@sextant/collectors/collector';
import { daySpan } from '@sextant/collectors/dates';
import { columnsOf, day, number, rowOf, text } from '@sextant/collectors/fields';
import { createHttp } from '@sextant/collectors/http';
import { numberOf } from '@sextant/collectors/numbers';
import { namesIn, pagesOf } from '@sextant/collectors/pages';

const shape = {
  日期: day('FSRQ'),
  单位净值: number('DWJZ'),
  累计净值: number('LJJZ'),
  日增长率: number('JZZZL'),
  申购状态: text('SGZT'),
  赎回状态: text('SHZT'),
  分红送配: text('FHSP'),
};
const pageSize = 20;

export default defineCollector({
  id: 'fund_nav',
  name: '基金历史净值',
  description: '天天基金：开放式基金每日单位净值、累计净值、日增长率（%）与申赎状态',
  parameters: [
    { name: 'codes', type: 'string', default: '000001', description: '基金代码，逗号分隔，如 000001,110022' },
    { name: 'start_date', type: 'date', description: '开始日期；留空为结束日期之前一年' },
    { name: 'end_date', type: 'date', description: '结束日期；留空为今天' },
  ],
  table: { name: 'fund_nav', key: ['代码', '日期'], columns: { 代码: 'text', ...columnsOf(shape) } },
  async *run(params, ctx) {
    const http = createHttp(ctx, { headers: { referer: 'https://fundf10.eastmoney.com/' } });
    const span = daySpan(params, { days: 365, timeZone: 'Asia/Shanghai' });
    for (const code of namesIn(params.codes, 'codes')) {
      const pages = pagesOf(ctx, async (page) => {
        const answer = await http.json('https://api.fund.eastmoney.com/f10/lsjz', {
          query: { fundCode: code, pageIndex: page, pageSize, startDate: span.start, endDate: span.end },
        });
        const trouble = valueAt(answer, 'ErrMsg');
        if (trouble) throw new Error(`api.fund.eastmoney.com refused fund ${code}: ${trouble}`);
        const total = numberOf(valueAt(answer, 'TotalCount')) ?? 0;
        const items = recordsAt(answer, 'Data.LSJZList', 'api.fund.eastmoney.com');
        return { items, pages: Math.ceil(total / pageSize) };
      });
      for await (const records of pages) yield records.map((one) => ({ 代码: code, ...rowOf(one, shape) }));
    }
  },
});
