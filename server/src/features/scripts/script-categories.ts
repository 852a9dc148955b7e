import type { Text } from '@sextant/contract/text';

/** Names of the categories that the product and its users' scripts have most; another is shown as it is. */
const names: Record<string, Text> = {
  stocks: { zh: '股票', en: 'Stocks' },
  funds: { zh: '基金', en: 'Funds' },
  futures: { zh: '期货', en: 'Futures' },
  indexes: { zh: '指数', en: 'Indexes' },
  options: { zh: '期权', en: 'Options' },
  bonds: { zh: '债券', en: 'Bonds' },
  forex: { zh: '外汇', en: 'Foreign exchange' },
  rates: { zh: '利率', en: 'Interest rates' },
  macro: { zh: '宏观经济', en: 'Macro economy' },
  crypto: { zh: '加密货币', en: 'Crypto' },
  calendars: { zh: '交易日历', en: 'Calendars' },
  commodities: { zh: '大宗商品', en: 'Commodities' },
  weather: { zh: '天气', en: 'Weather' },
  earth: { zh: '地球', en: 'Earth' },
  web: { zh: '网络', en: 'Web' },
  data: { zh: '通用数据', en: 'General data' },
};

export function categoryName(id: string): Text {
  return names[id] ?? { zh: id, en: id };
}
