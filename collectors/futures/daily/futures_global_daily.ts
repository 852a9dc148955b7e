import { defineCollector } from '@sextant/collectors/collector';
import { columnsOf, day, number, rowOf } from '@sextant/collectors/fields';
import { each, namesIn } from '@sextant/collectors/pages';
import { sinaHttp, sinaRecords } from '@sextant/collectors/sina';

const shape = {
  日期: day('date'),
  开盘: number('open'),
  最高: number('high'),
  最低: number('low'),
  收盘: number('close'),
  成交量: number('volume'),
  持仓量: number('position'),
};

export default defineCollector({
  id: 'futures_global_daily',
  name: '外盘期货日线',
  description: '新浪财经：外盘期货（黄金 GC、原油 CL、伦铜 CAD 等）的每日行情',
  parameters: [
    { name: 'symbols', type: 'string', default: 'GC,CL', description: '品种代码，逗号分隔，如 GC,CL,CAD' },
  ],
  table: {
    name: 'futures_global_daily',
    key: ['品种', '日期'],
    columns: { 品种: 'text', ...columnsOf(shape) },
  },
  async *run(params, ctx) {
    const http = sinaHttp(ctx);
    const service = 'https://stock2.finance.sina.com.cn/futures/api/jsonp.php';
    for await (const symbol of each(ctx, namesIn(params.symbols.toUpperCase(), 'symbols'))) {
      const url = `${service}/var%20_x=/GlobalFuturesService.getGlobalFuturesDailyKLine`;
      const records = await sinaRecords(http, url, { symbol });
      if (records.length === 0) throw new Error(`Sina knows no futures ${symbol}`);
      yield records.map((one) => ({ 品种: symbol, ...rowOf(one, shape) }));
    }
  },
});
