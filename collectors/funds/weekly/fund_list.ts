import { recordsAt, unexpected } from '@sextant/collectors/answers';
import { defineCollector } from '@sextant/collectors/collector';
import { columnsOf, rowOf, text } from '@sextant/collectors/fields';
import { createHttp, parseJson } from '@sextant/collectors/http';

const shape = { 代码: text(0), 拼音缩写: text(1), 名称: text(2), 类型: text(3), 拼音: text(4) };
const source = new URL('https://fund.eastmoney.com/js/fundcode_search.js');

export default defineCollector({
  id: 'fund_list',
  name: '公募基金名录',
  description: '天天基金：全部公募基金的代码、名称与类型',
  parameters: [],
  table: { name: 'fund_list', key: ['代码'], columns: columnsOf(shape) },
  async *run(_params, ctx) {
    const answer = await createHttp(ctx).text(source.href);
    const list = /=\s*(\[[\s\S]*\])\s*;?\s*$/.exec(answer)?.[1];
    if (list === undefined) throw unexpected(source.host, 'var r = […];', answer);
    yield recordsAt(parseJson(list, source), '', source.host).map((one) => rowOf(one, shape));
  },
});
