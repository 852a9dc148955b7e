import { defineCollector } from '@sextant/collectors/collector';
import { columnsOf, day, number, rowOf } from '@sextant/collectors/fields';
import { each, namesIn } from '@sextant/collectors/pages';
import { sinaHttp, sinaRecords } from '@sextant/collectors/sina';

const shape = {
  日期: day('d'),
  开盘: number('o'),
  最高: number('h'),
  最低: number('l'),
  收盘: number('c'),
  成交量: number('v'),
  持仓量: number('p'),
  结算价: number('s'),
};

export default defineCollector({
  id: 'futures_zh_daily',
  name: '国内期货日线',
  description: '新浪财经：国内期货合约自上市以来的每日行情；RB0 为螺纹钢主力连续',
  parameters: [
    { name: 'symbols', type: 'string', default: 'RB0,AU0', description: '合约代码，逗号分隔，如 RB0,AU2512' },
  ],
  table: { name: 'futures_zh_daily', key: ['合约', '日期'], columns: { 合约: 'text', ...columnsOf(shape) } },
  async *run(params, ctx) {
    const http = sinaHttp(ctx);
    const service = 'https://stock2.finance.sina.com.cn/futures/api/jsonp.php';
    for await (const symbol of each(ctx, namesIn(params.symbols.toUpperCase(), 'symbols'))) {
      const url = `${service}/var%20_x=/InnerFuturesNewService.getDailyKLine`;
      const records = await sinaRecords(http, url, { symbol });
      if (records.length === 0) throw new Error(`Sina knows no futures contract ${symbol}`);
      yield records.map((one) => ({ 合约: symbol, ...rowOf(one, shape) }));
    }
  },
});
