import { recordsAt } from '@sextant/collectors/answers';
import { defineCollector } from '@sextant/collectors/collector';
import { daySpan } from '@sextant/collectors/dates';
import { columnsOf, day, number, rowOf, text } from '@sextant/collectors/fields';
import { createHttp } from '@sextant/collectors/http';

const shape = {
  date: day('effectiveDate'),
  type: text('type'),
  rate: number('percentRate'),
  percentile_1: number('percentPercentile1'),
  percentile_25: number('percentPercentile25'),
  percentile_75: number('percentPercentile75'),
  percentile_99: number('percentPercentile99'),
  volume_billions: number('volumeInBillions'),
};

export default defineCollector({
  id: 'rate_sofr',
  name: '纽约联储参考利率（SOFR 等）',
  description:
    'Federal Reserve Bank of New York：SOFR、BGCR、TGCR 担保隔夜利率（%）与分位数、成交量（十亿美元）',
  parameters: [
    {
      name: 'type',
      type: 'string',
      default: 'sofr',
      options: ['sofr', 'bgcr', 'tgcr'],
      description: '利率种类',
    },
    { name: 'start_date', type: 'date', description: '开始日期；留空为结束日期之前 90 天' },
    { name: 'end_date', type: 'date', description: '结束日期；留空为今天' },
  ],
  table: { name: 'rate_sofr', key: ['date', 'type'], columns: columnsOf(shape) },
  async *run(params, ctx) {
    const span = daySpan(params, { days: 90, timeZone: 'America/New_York' });
    const answer = await createHttp(ctx).json(
      `https://markets.newyorkfed.org/api/rates/secured/${params.type}/search.json`,
      { query: { startDate: span.start, endDate: span.end } },
    );
    yield recordsAt(answer, 'refRates', 'markets.newyorkfed.org').map((one) => rowOf(one, shape));
  },
});
