import { listAt, valueAt } from '@sextant/collectors/answers';
import { chinamoneyDays, chinamoneyHttp, chinamoneyRecords } from '@sextant/collectors/chinamoney';
import { defineCollector } from '@sextant/collectors/collector';
import { dayOf, daySpan, spansOf } from '@sextant/collectors/dates';
import { numberOf } from '@sextant/collectors/numbers';
import { each, pagesOf } from '@sextant/collectors/pages';

const path = 'cm-u-bk-ccpr/CcprHisNew';

export default defineCollector({
  id: 'forex_cny_parity',
  name: '人民币汇率中间价',
  description: '中国外汇交易中心：人民币对各货币的中间价，每个交易日每个货币对一行；100JPY/CNY 以 100 日元计',
  parameters: [
    { name: 'pairs', type: 'string', description: '货币对，逗号分隔，如 USD/CNY,EUR/CNY；留空为全部' },
    { name: 'start_date', type: 'date', description: '开始日期；留空为结束日期之前 30 天' },
    { name: 'end_date', type: 'date', description: '结束日期；留空为今天' },
  ],
  table: {
    name: 'forex_cny_parity',
    key: ['日期', '货币对'],
    columns: { 日期: 'date', 货币对: 'text', 中间价: 'number' },
  },
  async *run(params, ctx) {
    const http = chinamoneyHttp(ctx);
    const span = daySpan(params, { days: 30, timeZone: 'Asia/Shanghai' });
    // The spans tell how far it is; the few pages within one need not.
    const quiet = { progress: () => {}, signal: ctx.signal };
    for await (const { start, end } of each(ctx, spansOf(span, chinamoneyDays))) {
      const pages = pagesOf(quiet, async (page) => {
        const { answer, records } = await chinamoneyRecords(http, path, {
          method: 'POST',
          body: {
            startDate: start,
            endDate: end,
            currency: params.pairs ?? '',
            pageNum: String(page),
            pageSize: '50',
            lang: 'CN',
          },
        });
        const pairs = listAt(answer, 'data.head', 'www.chinamoney.com.cn');
        const items = records.flatMap((record) =>
          pairs.map((pair, at) => ({
            日期: dayOf(valueAt(record, 'date')),
            货币对: String(pair),
            中间价: numberOf(valueAt(record, `values.${at}`)),
          })),
        );
        return { items, pages: numberOf(valueAt(answer, 'data.pageTotal')) };
      });
      yield* pages;
    }
  },
});
