import { chinamoneyDays, chinamoneyHttp, chinamoneyRecords } from '@sextant/collectors/chinamoney';
import { defineCollector } from '@sextant/collectors/collector';
import { daySpan, spansOf } from '@sextant/collectors/dates';
import { columnsOf, day, number, rowOf } from '@sextant/collectors/fields';
import { each } from '@sextant/collectors/pages';

const shape = {
  日期: day('showDateCN'),
  隔夜: number('ON'),
  一周: number('1W'),
  两周: number('2W'),
  一个月: number('1M'),
  三个月: number('3M'),
  六个月: number('6M'),
  九个月: number('9M'),
  一年: number('1Y'),
};

export default defineCollector({
  id: 'rate_shibor',
  name: '上海银行间同业拆放利率（Shibor）',
  description: '中国外汇交易中心：各期限 Shibor（%）',
  parameters: [
    { name: 'start_date', type: 'date', description: '开始日期；留空为结束日期之前 30 天' },
    { name: 'end_date', type: 'date', description: '结束日期；留空为今天' },
  ],
  table: { name: 'rate_shibor', key: ['日期'], columns: columnsOf(shape) },
  async *run(params, ctx) {
    const http = chinamoneyHttp(ctx);
    const span = daySpan(params, { days: 30, timeZone: 'Asia/Shanghai' });
    for await (const { start, end } of each(ctx, spansOf(span, chinamoneyDays))) {
      const query = { lang: 'CN', startDate: start, endDate: end };
      const { records } = await chinamoneyRecords(http, 'cm-u-bk-shibor/ShiborHis', { query });
      yield records.map((one) => rowOf(one, shape));
    }
  },
});
