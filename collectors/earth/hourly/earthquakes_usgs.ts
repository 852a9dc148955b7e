import { recordsAt } from '@sextant/collectors/answers';
import { defineCollector } from '@sextant/collectors/collector';
import { addDays, daySpan } from '@sextant/collectors/dates';
import { columnsOf, epoch, integer, number, rowOf, text } from '@sextant/collectors/fields';
import { createHttp } from '@sextant/collectors/http';
import { pagesOf } from '@sextant/collectors/pages';

const shape = {
  id: text('id'),
  time: epoch('properties.time'),
  updated_at: epoch('properties.updated'),
  magnitude: number('properties.mag'),
  magnitude_type: text('properties.magType'),
  place: text('properties.place'),
  longitude: number('geometry.coordinates.0'),
  latitude: number('geometry.coordinates.1'),
  depth_km: number('geometry.coordinates.2'),
  felt: integer('properties.felt'),
  tsunami: integer('properties.tsunami'),
  status: text('properties.status'),
  url: text('properties.url'),
};
const pageSize = 5000;

export default defineCollector({
  id: 'earthquakes_usgs',
  name: '全球地震',
  description: 'USGS：全球地震的时间、震级、位置与深度（km）；事后修订的会更新',
  parameters: [
    { name: 'min_magnitude', type: 'number', default: 4.5, description: '最小震级' },
    { name: 'start_date', type: 'date', description: '开始日期（UTC）；留空为结束日期之前 7 天' },
    { name: 'end_date', type: 'date', description: '结束日期（UTC），含当天；留空为今天' },
  ],
  table: { name: 'earthquakes_usgs', key: ['id'], columns: columnsOf(shape) },
  async *run(params, ctx) {
    const http = createHttp(ctx);
    const span = daySpan(params, { days: 7, timeZone: 'UTC' });
    const pages = pagesOf(ctx, async (page) => {
      const answer = await http.json('https://earthquake.usgs.gov/fdsnws/event/1/query', {
        query: {
          format: 'geojson',
          starttime: span.start,
          endtime: addDays(span.end, 1),
          minmagnitude: params.min_magnitude,
          orderby: 'time-asc',
          limit: pageSize,
          offset: 1 + (page - 1) * pageSize,
        },
      });
      const items = recordsAt(answer, 'features', 'earthquake.usgs.gov');
      // The service does not count; a page that is not full is the last.
      return { items, pages: items.length < pageSize ? page : null };
    });
    for await (const records of pages) yield records.map((one) => rowOf(one, shape));
  },
});
