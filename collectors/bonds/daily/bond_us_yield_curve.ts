import { defineCollector } from '@sextant/collectors/collector';
import { csvRecords } from '@sextant/collectors/csv';
import { americanDay, dayIn } from '@sextant/collectors/dates';
import { createHttp } from '@sextant/collectors/http';
import { numberOf } from '@sextant/collectors/numbers';
import { each } from '@sextant/collectors/pages';

const timeZone = 'America/New_York';

export default defineCollector({
  id: 'bond_us_yield_curve',
  name: '美国国债收益率曲线',
  description: 'U.S. Department of the Treasury：每日各期限国债票面收益率（%），一个期限一行',
  parameters: [
    { name: 'start_year', type: 'integer', description: '开始年份，最早 1990；留空为今年' },
    { name: 'end_year', type: 'integer', description: '结束年份；留空为今年' },
  ],
  table: {
    name: 'bond_us_yield_curve',
    key: ['date', 'maturity'],
    columns: { date: 'date', maturity: 'text', yield: 'number' },
  },
  async *run(params, ctx) {
    const http = createHttp(ctx, { perSecond: 1 });
    const thisYear = Number(dayIn(timeZone).slice(0, 4));
    const last = params.end_year ?? thisYear;
    const first = params.start_year ?? last;
    if (first < 1990 || first > last) throw new RangeError(`There are no years from ${first} to ${last}`);
    const years = Array.from({ length: last - first + 1 }, (_, at) => first + at);
    for await (const year of each(ctx, years)) {
      const answer = await http.text(
        `https://home.treasury.gov/resource-center/data-chart-center/interest-rates/daily-treasury-rates.csv/${year}/all`,
        {
          query: {
            type: 'daily_treasury_yield_curve',
            field_tdr_date_value: year,
            page: '',
            _format: 'csv',
          },
        },
      );
      for await (const records of csvRecords([answer], { columns: ['Date'] })) {
        yield records.flatMap(({ Date: date = '', ...rates }) =>
          Object.entries(rates).map(([maturity, rate]) => ({
            date: americanDay(date),
            maturity,
            yield: numberOf(rate),
          })),
        );
      }
    }
  },
});
