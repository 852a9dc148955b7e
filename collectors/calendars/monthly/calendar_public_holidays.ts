import { recordsAt } from '@sextant/collectors/answers';
import { defineCollector } from '@sextant/collectors/collector';
import { dayIn } from '@sextant/collectors/dates';
import { columnsOf, day, flag, json, rowOf, text } from '@sextant/collectors/fields';
import { createHttp } from '@sextant/collectors/http';
import { each, namesIn } from '@sextant/collectors/pages';

const shape = {
  country: text('countryCode'),
  date: day('date'),
  name: text('name'),
  local_name: text('localName'),
  nationwide: flag('global'),
  regions: json('counties'),
  types: json('types'),
};

export default defineCollector({
  id: 'calendar_public_holidays',
  name: '各国公共假日',
  description: 'Nager.Date：各国每年的公共假日',
  parameters: [
    { name: 'countries', type: 'string', default: 'CN,US,DE,JP', description: '两位国家代码，逗号分隔' },
    { name: 'year', type: 'integer', description: '年份；留空为今年与明年' },
  ],
  table: {
    name: 'calendar_public_holidays',
    key: ['country', 'date', 'name'],
    columns: columnsOf(shape),
  },
  async *run(params, ctx) {
    const http = createHttp(ctx);
    const thisYear = Number(dayIn('UTC').slice(0, 4));
    const years = params.year === null ? [thisYear, thisYear + 1] : [params.year];
    const wanted = namesIn(params.countries.toUpperCase(), 'countries').flatMap((country) =>
      years.map((year) => `${year}/${country}`),
    );
    for await (const one of each(ctx, wanted)) {
      const answer = await http.json(`https://date.nager.at/api/v3/PublicHolidays/${one}`);
      yield recordsAt(answer, '', 'date.nager.at').map((holiday) => rowOf(holiday, shape));
    }
  },
});
