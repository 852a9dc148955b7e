import { defineCollector } from '@sextant/collectors/collector';
import { createHttp } from '@sextant/collectors/http';
import { openMeteoRows, placeParameters } from '@sextant/collectors/open-meteo';

const host = 'api.open-meteo.com';
const variables =
  'temperature_2m,relative_humidity_2m,precipitation,precipitation_probability,wind_speed_10m,cloud_cover,weather_code';

export default defineCollector({
  id: 'weather_forecast',
  name: '天气预报',
  description: 'Open-Meteo：任一地点未来逐小时的气温（℃）、湿度（%）、降水（mm）、风速（km/h）；时间为 UTC',
  parameters: [
    ...placeParameters.slice(0, 3),
    { name: 'days', type: 'integer', default: 7, description: '预报天数，1 到 16' },
  ],
  table: {
    name: 'weather_forecast',
    key: ['place', 'time'],
    columns: { place: 'text', time: 'timestamp', weather_code: 'integer', precipitation: 'number' },
  },
  async *run(params, ctx) {
    const { place, latitude, longitude, days } = params;
    const answer = await createHttp(ctx).json(`https://${host}/v1/forecast`, {
      query: { latitude, longitude, hourly: variables, forecast_days: days, timezone: 'UTC' },
    });
    yield openMeteoRows(answer, 'hourly', host).map(({ time, ...values }) => ({
      place,
      time: `${time}:00Z`,
      ...values,
    }));
  },
});
