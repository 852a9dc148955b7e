import { expect, test } from 'vitest';
import { prepareCatalog } from './catalog-index.ts';
import { hardReasons } from './hard-question.ts';
import { interpret } from './interpret.ts';
import { chineseShop, chineseShopValues, shop, shopValues } from './test-catalogs.ts';

const now = '2024-06-15T10:00:00';

test.each([
  ['How many customers are there?', []],
  ['How many orders per country?', []],
  ['Which customers have more than 3 orders?', []],
  ['Customers who never ordered', ['several_tables', 'nested']],
  ['Who are the keenest of them?', ['builtin_silent']],
  ['各城市的订单数', []],
  ['哪些客户从未下过订单', ['several_tables', 'nested']],
  ['为什么家电卖得不好', ['builtin_silent']],
])('%s is hard for %j', (question, reasons) => {
  const isChinese = /\p{Script=Han}/u.test(question);
  const prepared = prepareCatalog(isChinese ? chineseShop : shop);
  const values = isChinese ? chineseShopValues : shopValues;
  expect(hardReasons(question, interpret({ question, now, prepared, values }))).toEqual(reasons);
});
