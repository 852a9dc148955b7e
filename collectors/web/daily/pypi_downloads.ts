import { recordsAt } from '@sextant/collectors/answers';
import { defineCollector } from '@sextant/collectors/collector';
import { columnsOf, day, integer, rowOf } from '@sextant/collectors/fields';
import { createHttp } from '@sextant/collectors/http';
import { each, namesIn } from '@sextant/collectors/pages';

const shape = { date: day('date'), downloads: integer('downloads') };

export default defineCollector({
  id: 'pypi_downloads',
  name: 'PyPI 下载量',
  description: 'PyPI Stats：Python 软件包近 180 天每天的下载次数（不含镜像）',
  parameters: [{ name: 'packages', type: 'string', default: 'pandas,polars', description: '包名，逗号分隔' }],
  table: {
    name: 'pypi_downloads',
    key: ['package', 'date'],
    columns: { package: 'text', ...columnsOf(shape) },
  },
  async *run(params, ctx) {
    const http = createHttp(ctx, { perSecond: 1 });
    for await (const name of each(ctx, namesIn(params.packages.toLowerCase(), 'packages'))) {
      const answer = await http.json(`https://pypistats.org/api/packages/${name}/overall`, {
        query: { mirrors: 'false' },
      });
      yield recordsAt(answer, 'data', 'pypistats.org').map((one) => ({
        package: name,
        ...rowOf(one, shape),
      }));
    }
  },
});
