import { objectAt, unexpected, valueAt } from '@sextant/collectors/answers';
import { defineCollector } from '@sextant/collectors/collector';
import { createHttp } from '@sextant/collectors/http';
import { numberOf } from '@sextant/collectors/numbers';
import { each, namesIn } from '@sextant/collectors/pages';

export default defineCollector({
  id: 'macro_imf',
  name: '国际货币基金组织宏观数据',
  description:
    'IMF DataMapper：按国家与年份的宏观指标及预测，如 NGDP_RPCH（实际 GDP 增速）、PCPIPCH（通胀率）',
  parameters: [
    { name: 'indicators', type: 'string', default: 'NGDP_RPCH,PCPIPCH', description: '指标代码，逗号分隔' },
    { name: 'countries', type: 'string', default: 'CHN,USA,JPN,DEU', description: '国家代码，逗号分隔' },
  ],
  table: {
    name: 'macro_imf',
    key: ['indicator', 'country', 'year'],
    columns: { indicator: 'text', country: 'text', year: 'integer', value: 'number' },
  },
  async *run(params, ctx) {
    const http = createHttp(ctx, { perSecond: 1 });
    const countries = namesIn(params.countries.toUpperCase(), 'countries').join('/');
    for await (const indicator of each(ctx, namesIn(params.indicators, 'indicators'))) {
      const url = `https://www.imf.org/external/datamapper/api/v1/${indicator}/${countries}`;
      const answer = await http.json(url);
      if (valueAt(answer, `values.${indicator}`) === undefined) {
        throw unexpected('www.imf.org', `values of ${indicator} for ${countries}`, answer);
      }
      const found = objectAt(answer, `values.${indicator}`, 'www.imf.org');
      yield Object.entries(found).flatMap(([country, years]) =>
        Object.entries(objectAt(years, '', 'www.imf.org')).map(([year, value]) => ({
          indicator,
          country,
          year: Number(year),
          value: numberOf(value),
        })),
      );
    }
  },
});
