import { defineCollector } from '@sextant/collectors/collector';
import { csvRecords } from '@sextant/collectors/csv';
import { daySpan } from '@sextant/collectors/dates';
import { columnsOf, day, number, rowOf, text } from '@sextant/collectors/fields';
import { createHttp, HttpError } from '@sextant/collectors/http';
import { namesIn } from '@sextant/collectors/pages';

const shape = {
  date: day('TIME_PERIOD'),
  currency: text('CURRENCY'),
  per: text('CURRENCY_DENOM'),
  rate: number('OBS_VALUE'),
};

const columns = ['TIME_PERIOD', 'CURRENCY', 'CURRENCY_DENOM', 'OBS_VALUE'];

export default defineCollector({
  id: 'forex_ecb_rates',
  name: '欧洲央行参考汇率',
  description: 'European Central Bank：每个工作日的欧元参考汇率，1 欧元兑多少外币',
  parameters: [
    { name: 'currencies', type: 'string', default: 'USD,CNY,JPY,GBP', description: '货币代码，逗号分隔' },
    { name: 'start_date', type: 'date', description: '开始日期；留空为结束日期之前 90 天' },
    { name: 'end_date', type: 'date', description: '结束日期；留空为今天' },
  ],
  table: { name: 'forex_ecb_rates', key: ['date', 'currency'], columns: columnsOf(shape) },
  async *run(params, ctx) {
    const span = daySpan(params, { days: 90, timeZone: 'Europe/Berlin' });
    const currencies = namesIn(params.currencies.toUpperCase(), 'currencies').join('+');
    const url = `https://data-api.ecb.europa.eu/service/data/EXR/D.${currencies}.EUR.SP00.A`;
    const query = { format: 'csvdata', startPeriod: span.start, endPeriod: span.end };
    try {
      const answer = await createHttp(ctx).text(url, { query });
      for await (const records of csvRecords([answer], { columns }))
        yield records.map((one) => rowOf(one, shape));
    } catch (error) {
      // The bank answers 404 where a period has no observation.
      if (!(error instanceof HttpError && error.status === 404)) throw error;
      ctx.log(`No rates for ${currencies} from ${span.start} to ${span.end}`);
    }
  },
});
