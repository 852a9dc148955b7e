import type { Replay } from './replay.ts';

const span = { start_date: '2024-01-02', end_date: '2024-01-03' };

export const cryptoReplays: Record<string, Replay> = {
  crypto_binance_daily: {
    params: { symbols: 'btcusdt', ...span },
    replies: [
      {
        at: 'data-api.binance.vision/api/v3/klines',
        query: { symbol: 'BTCUSDT', interval: '1d', startTime: '1704153600000', endTime: '1704326399999' },
        body: [
          [
            1704153600000,
            '44179.55',
            '45879.63',
            '44148.34',
            '44946.91',
            '65146.40',
            1704239999999,
            '2944331976.2',
            1852000,
            '33024.1',
            '1492000000.0',
            '0',
          ],
        ],
      },
    ],
    rows: [
      {
        symbol: 'BTCUSDT',
        interval: '1d',
        opened_at: '2024-01-02T00:00:00.000Z',
        open: 44179.55,
        high: 45879.63,
        low: 44148.34,
        close: 44946.91,
        volume: 65146.4,
        quote_volume: 2944331976.2,
        trades: 1852000,
      },
    ],
  },
  crypto_coinbase_daily: {
    params: { products: 'BTC-USD', ...span },
    replies: [
      {
        at: 'api.exchange.coinbase.com/products/BTC-USD/candles',
        query: { granularity: '86400', start: '2024-01-02T00:00:00Z', end: '2024-01-03T00:00:00Z' },
        body: [[1704153600, 44150, 45899.99, 44183.99, 44943.02, 27326.5]],
      },
    ],
    rows: [
      {
        product: 'BTC-USD',
        opened_at: '2024-01-02T00:00:00.000Z',
        low: 44150,
        high: 45899.99,
        open: 44183.99,
        close: 44943.02,
        volume: 27326.5,
      },
    ],
  },
  crypto_okx_daily: {
    params: { instruments: 'BTC-USDT', ...span },
    replies: [
      {
        at: 'www.okx.com/api/v5/market/history-candles',
        query: { instId: 'BTC-USDT', bar: '1Dutc', after: '1704326400000' },
        body: {
          code: '0',
          msg: '',
          data: [['1704240000000', '44943', '45500', '40750', '42845', '1000', '1000', '43000000', '1']],
        },
      },
      {
        at: 'www.okx.com/api/v5/market/history-candles',
        query: { after: '1704240000000' },
        body: {
          code: '0',
          msg: '',
          data: [
            ['1704153600000', '44183', '45899', '44150', '44943', '900', '900', '40000000', '1'],
            // Before the span.
            ['1704067200000', '42280', '44200', '42180', '44183', '800', '800', '35000000', '1'],
          ],
        },
      },
    ],
    rows: [
      {
        instrument: 'BTC-USDT',
        opened_at: '2024-01-03T00:00:00.000Z',
        open: 44943,
        high: 45500,
        low: 40750,
        close: 42845,
        volume: 1000,
        quote_volume: 43000000,
      },
      {
        instrument: 'BTC-USDT',
        opened_at: '2024-01-02T00:00:00.000Z',
        open: 44183,
        high: 45899,
        low: 44150,
        close: 44943,
        volume: 900,
        quote_volume: 40000000,
      },
    ],
  },
  crypto_coingecko_markets: {
    params: { top: 251 },
    replies: [
      {
        at: 'api.coingecko.com/api/v3/coins/markets',
        query: { vs_currency: 'usd', per_page: '250', page: '1' },
        body: [
          {
            id: 'bitcoin',
            symbol: 'btc',
            name: 'Bitcoin',
            current_price: 44943.1,
            market_cap: 880000000000,
            market_cap_rank: 1,
            total_volume: 26000000000,
            high_24h: 45890,
            low_24h: 44150,
            price_change_percentage_24h: 1.72,
            circulating_supply: 19590000,
            total_supply: 21000000,
            ath: 69045,
            last_updated: '2024-01-03T00:00:00.000Z',
          },
        ],
      },
      { at: 'api.coingecko.com/api/v3/coins/markets', query: { page: '2' }, body: [] },
    ],
    rows: [
      {
        currency: 'usd',
        id: 'bitcoin',
        symbol: 'btc',
        name: 'Bitcoin',
        price: 44943.1,
        market_cap: 880000000000,
        market_cap_rank: 1,
        volume_24h: 26000000000,
        high_24h: 45890,
        low_24h: 44150,
        change_24h_percent: 1.72,
        circulating_supply: 19590000,
        total_supply: 21000000,
        all_time_high: 69045,
        updated_at: '2024-01-03T00:00:00.000Z',
      },
    ],
  },
};
