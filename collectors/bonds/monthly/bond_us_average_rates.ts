import { recordsAt, valueAt } from '@sextant/collectors/answers';
import { defineCollector } from '@sextant/collectors/collector';
import { columnsOf, day, number, rowOf, text } from '@sextant/collectors/fields';
import { createHttp } from '@sextant/collectors/http';
import { numberOf } from '@sextant/collectors/numbers';
import { pagesOf } from '@sextant/collectors/pages';

const shape = {
  date: day('record_date'),
  security_type: text('security_type_desc'),
  security: text('security_desc'),
  average_rate: number('avg_interest_rate_amt'),
};
const service = 'https://api.fiscaldata.treasury.gov/services/api/fiscal_service';

export default defineCollector({
  id: 'bond_us_average_rates',
  name: '美国国债平均利率',
  description: 'U.S. Treasury Fiscal Data：各类未偿国债的月末平均利率（%）',
  parameters: [{ name: 'start_date', type: 'date', default: '2015-01-01', description: '开始日期' }],
  table: {
    name: 'bond_us_average_rates',
    key: ['date', 'security_type', 'security'],
    columns: columnsOf(shape),
  },
  async *run(params, ctx) {
    const http = createHttp(ctx);
    const pages = pagesOf(ctx, async (page) => {
      const answer = await http.json(`${service}/v2/accounting/od/avg_interest_rates`, {
        query: {
          fields: 'record_date,security_type_desc,security_desc,avg_interest_rate_amt',
          filter: `record_date:gte:${params.start_date}`,
          sort: 'record_date',
          'page[number]': page,
          'page[size]': 1000,
        },
      });
      return {
        items: recordsAt(answer, 'data', 'api.fiscaldata.treasury.gov'),
        pages: numberOf(valueAt(answer, 'meta.total-pages')),
      };
    });
    for await (const records of pages) yield records.map((one) => rowOf(one, shape));
  },
});
