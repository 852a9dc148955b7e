import { defineCollector } from '@sextant/collectors/collector';
import { eastmoneyReport } from '@sextant/collectors/eastmoney';
import { columnsOf, day, number, text } from '@sextant/collectors/fields';

const shape = {
  代码: text('SECURITY_CODE'),
  名称: text('SECURITY_NAME_ABBR'),
  正股代码: text('CONVERT_STOCK_CODE'),
  正股名称: text('SECURITY_SHORT_NAME'),
  申购日期: day('PUBLIC_START_DATE'),
  上市日期: day('LISTING_DATE'),
  到期日期: day('EXPIRE_DATE'),
  退市日期: day('DELIST_DATE'),
  发行规模亿元: number('ACTUAL_ISSUE_SCALE'),
  信用评级: text('RATING'),
  初始转股价: number('INITIAL_TRANSFER_PRICE'),
  转股价: number('TRANSFER_PRICE'),
  转股价值: number('TRANSFER_VALUE'),
};

export default defineCollector({
  id: 'bond_convertible_list',
  name: '可转债名录',
  description: '东方财富数据中心：可转债的条款与状态，每只一行',
  parameters: [],
  table: { name: 'bond_convertible_list', key: ['代码'], columns: columnsOf(shape) },
  run: (_params, ctx) => eastmoneyReport(ctx, { name: 'RPT_BOND_CB_LIST', sort: 'SECURITY_CODE' }, shape),
});
