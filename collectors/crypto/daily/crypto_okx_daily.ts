import { recordsAt, unexpected, valueAt } from '@sextant/collectors/answers';
import { candleSpan } from '@sextant/collectors/candles';
import { defineCollector } from '@sextant/collectors/collector';
import { addDays, daySpan } from '@sextant/collectors/dates';
import { columnsOf, epoch, number, rowOf } from '@sextant/collectors/fields';
import { createHttp } from '@sextant/collectors/http';
import { each, namesIn } from '@sextant/collectors/pages';

const shape = {
  opened_at: epoch(0),
  open: number(1),
  high: number(2),
  low: number(3),
  close: number(4),
  volume: number(5),
  quote_volume: number(7),
};

export default defineCollector({
  id: 'crypto_okx_daily',
  name: 'OKX 日线',
  description: 'OKX 公开行情：交易对的日 K 线（UTC），只取已收盘的',
  parameters: [
    { name: 'instruments', type: 'string', default: 'BTC-USDT,ETH-USDT', description: '交易对，逗号分隔' },
    ...candleSpan,
  ],
  table: {
    name: 'crypto_okx_daily',
    key: ['instrument', 'opened_at'],
    columns: { instrument: 'text', ...columnsOf(shape) },
  },
  async *run(params, ctx) {
    const http = createHttp(ctx, { perSecond: 5 });
    const span = daySpan(params, { days: 90, timeZone: 'UTC' });
    const start = Date.parse(span.start);
    for await (const instrument of each(ctx, namesIn(params.instruments.toUpperCase(), 'instruments'))) {
      // It gives the newest first, and what is older than `after`.
      for (let after = Date.parse(addDays(span.end, 1)); after > start; ) {
        const answer = await http.json('https://www.okx.com/api/v5/market/history-candles', {
          query: { instId: instrument, bar: '1Dutc', after, limit: 100 },
        });
        const code = valueAt(answer, 'code');
        if (code === undefined) throw unexpected('www.okx.com', 'a code', answer);
        if (code !== '0')
          throw new Error(`www.okx.com refused ${instrument}: ${code} ${valueAt(answer, 'msg')}`);
        const candles = recordsAt(answer, 'data', 'www.okx.com') as unknown[][];
        yield candles
          .filter((one) => Number(one[0]) >= start && one[8] === '1')
          .map((one) => ({ instrument, ...rowOf(one, shape) }));
        const oldest = Number(candles.at(-1)?.[0]);
        if (!(oldest < after)) break;
        after = oldest;
      }
    }
  },
});
