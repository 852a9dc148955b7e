import { defineCollector } from '@sextant/collectors/collector';
import { addDays, dayIn, spansOf } from '@sextant/collectors/dates';
import { createHttp } from '@sextant/collectors/http';
import { openMeteoRows, placeParameters } from '@sextant/collectors/open-meteo';
import { each } from '@sextant/collectors/pages';

const host = 'archive-api.open-meteo.com';
/** The archive is some days behind. */
const daysBehind = 5;
const variables =
  'weather_code,temperature_2m_max,temperature_2m_min,temperature_2m_mean,precipitation_sum,wind_speed_10m_max,sunshine_duration';

export default defineCollector({
  id: 'weather_history',
  name: '历史天气',
  description: 'Open-Meteo：任一地点 1940 年以来每日气温（℃）、降水（mm）、最大风速（km/h）、日照（秒）',
  parameters: [
    ...placeParameters,
    { name: 'start_date', type: 'date', description: '开始日期；留空为结束日期之前 30 天' },
    { name: 'end_date', type: 'date', description: '结束日期；留空为 5 天前，再近的还没有' },
  ],
  table: {
    name: 'weather_history',
    key: ['place', 'date'],
    columns: { place: 'text', date: 'date', weather_code: 'integer', precipitation_sum: 'number' },
  },
  async *run(params, ctx) {
    const { place, latitude, longitude, time_zone: timezone } = params;
    const end = params.end_date ?? addDays(dayIn(timezone), -daysBehind);
    const start = params.start_date ?? addDays(end, -30);
    if (start > end) throw new RangeError(`start_date ${start} is after end_date ${end}`);
    const http = createHttp(ctx);
    for await (const span of each(ctx, spansOf({ start, end }, 3650))) {
      const answer = await http.json(`https://${host}/v1/archive`, {
        query: {
          latitude,
          longitude,
          start_date: span.start,
          end_date: span.end,
          daily: variables,
          timezone,
        },
      });
      yield openMeteoRows(answer, 'daily', host).map(({ time, ...values }) => ({
        place,
        date: time,
        ...values,
      }));
    }
  },
});
