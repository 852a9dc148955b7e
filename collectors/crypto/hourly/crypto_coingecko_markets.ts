import { recordsAt } from '@sextant/collectors/answers';
import { defineCollector } from '@sextant/collectors/collector';
import { columnsOf, instant, integer, number, rowOf, text } from '@sextant/collectors/fields';
import { createHttp } from '@sextant/collectors/http';
import { pagesOf } from '@sextant/collectors/pages';

const shape = {
  id: text('id'),
  symbol: text('symbol'),
  name: text('name'),
  price: number('current_price'),
  market_cap: number('market_cap'),
  market_cap_rank: integer('market_cap_rank'),
  volume_24h: number('total_volume'),
  high_24h: number('high_24h'),
  low_24h: number('low_24h'),
  change_24h_percent: number('price_change_percentage_24h'),
  circulating_supply: number('circulating_supply'),
  total_supply: number('total_supply'),
  all_time_high: number('ath'),
  updated_at: instant('last_updated'),
};
const pageSize = 250;

export default defineCollector({
  id: 'crypto_coingecko_markets',
  name: '加密货币市值排行',
  description: 'CoinGecko：按市值排列的加密货币价格、市值、成交额；重跑即更新',
  parameters: [
    { name: 'currency', type: 'string', default: 'usd', description: '计价货币，如 usd、cny' },
    { name: 'top', type: 'integer', default: 250, description: '取前多少名' },
  ],
  table: {
    name: 'crypto_coingecko_markets',
    key: ['currency', 'id'],
    columns: { currency: 'text', ...columnsOf(shape) },
  },
  async *run(params, ctx) {
    // Without a key it bears a handful of requests in a minute.
    const http = createHttp(ctx, { perSecond: 0.1 });
    const { currency, top } = params;
    const pages = pagesOf(ctx, async (page) => {
      const answer = await http.json('https://api.coingecko.com/api/v3/coins/markets', {
        query: { vs_currency: currency, order: 'market_cap_desc', per_page: Math.min(top, pageSize), page },
      });
      const items = recordsAt(answer, '', 'api.coingecko.com').slice(0, top - (page - 1) * pageSize);
      return { items, pages: Math.ceil(top / pageSize) };
    });
    for await (const records of pages) yield records.map((one) => ({ currency, ...rowOf(one, shape) }));
  },
});
