import { defineCollector } from '@sextant/collectors/collector';
import { eastmoneyReport } from '@sextant/collectors/eastmoney';
import { columnsOf, day, number } from '@sextant/collectors/fields';

const shape = {
  日期: day('SOLAR_DATE'),
  中国2年: number('EMM00588704'),
  中国5年: number('EMM00166462'),
  中国10年: number('EMM00166466'),
  中国30年: number('EMM00166469'),
  美国2年: number('EMG00001306'),
  美国5年: number('EMG00001308'),
  美国10年: number('EMG00001310'),
  美国30年: number('EMG00001312'),
};

export default defineCollector({
  id: 'bond_china_us_yield',
  name: '中美国债收益率',
  description: '东方财富数据中心：中国与美国 2、5、10、30 年期国债收益率（%）',
  parameters: [],
  table: { name: 'bond_china_us_yield', key: ['日期'], columns: columnsOf(shape) },
  run: (_params, ctx) => eastmoneyReport(ctx, { name: 'RPTA_WEB_TREASURYYIELD', sort: 'SOLAR_DATE' }, shape),
});
