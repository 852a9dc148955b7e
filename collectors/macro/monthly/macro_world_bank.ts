import { recordsAt, valueAt } from '@sextant/collectors/answers';
import { defineCollector } from '@sextant/collectors/collector';
import { columnsOf, number, rowOf, text } from '@sextant/collectors/fields';
import { createHttp } from '@sextant/collectors/http';
import { numberOf } from '@sextant/collectors/numbers';
import { namesIn, pagesOf } from '@sextant/collectors/pages';

const shape = {
  country_code: text('countryiso3code'),
  country: text('country.value'),
  indicator: text('indicator.id'),
  indicator_name: text('indicator.value'),
  period: text('date'),
  value: number('value'),
};
const host = 'api.worldbank.org';

export default defineCollector({
  id: 'macro_world_bank',
  name: '世界银行发展指标',
  description: 'World Bank：任一指标，按国家与年份，如 NY.GDP.MKTP.CD（GDP，现价美元）、SP.POP.TOTL（人口）',
  parameters: [
    { name: 'indicators', type: 'string', default: 'NY.GDP.MKTP.CD', description: '指标代码，逗号分隔' },
    {
      name: 'countries',
      type: 'string',
      default: 'CHN,USA,JPN,DEU',
      description: '国家代码，逗号分隔；all 为全部',
    },
    { name: 'start_year', type: 'integer', default: 2000, description: '开始年份' },
    { name: 'end_year', type: 'integer', default: 2030, description: '结束年份' },
  ],
  table: {
    name: 'macro_world_bank',
    key: ['country_code', 'country', 'indicator', 'period'],
    columns: columnsOf(shape),
  },
  async *run(params, ctx) {
    const http = createHttp(ctx);
    const countries = namesIn(params.countries, 'countries').join(';');
    for (const indicator of namesIn(params.indicators, 'indicators')) {
      const pages = pagesOf(ctx, async (page) => {
        const answer = await http.json(`https://${host}/v2/country/${countries}/indicator/${indicator}`, {
          query: { format: 'json', date: `${params.start_year}:${params.end_year}`, per_page: 1000, page },
        });
        const refusal = valueAt(answer, '0.message.0.value');
        if (refusal !== undefined) throw new Error(`${host} refused ${indicator}: ${refusal}`);
        // A selection without any observation has null in place of the list.
        const items = valueAt(answer, '1') === null ? [] : recordsAt(answer, '1', host);
        return { items, pages: numberOf(valueAt(answer, '0.pages')) };
      });
      for await (const records of pages) {
        yield records.map((one) => {
          const row = rowOf(one, shape);
          // Groups of countries have no code of three letters.
          return { ...row, country_code: row.country_code ?? String(valueAt(one, 'country.id')) };
        });
      }
    }
  },
});
