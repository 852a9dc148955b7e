import type { ScriptRow } from '@sextant/contract/collector';
import type { Replay } from './replay.ts';

/** A report of two pages, a record on each; the second one has only what must be there. */
function report(
  reportName: string,
  record: Record<string, unknown>,
  bare: Record<string, unknown>,
  rows: ScriptRow[],
): Replay {
  return {
    replies: [record, bare].map((one, at) => ({
      at: 'datacenter-web.eastmoney.com/api/data/v1/get',
      query: { reportName, pageNumber: String(at + 1), sortTypes: '1' },
      body: {
        version: '3f3a',
        result: { pages: 2, data: [one], count: 2 },
        success: true,
        message: 'ok',
        code: 0,
      },
    })),
    rows,
  };
}

/** Puts null wherever a column is not named. */
function bareRow(row: ScriptRow, known: ScriptRow): ScriptRow {
  return { ...Object.fromEntries(Object.keys(row).map((name) => [name, null])), ...known };
}

const month = { REPORT_DATE: '2024-01-01 00:00:00', TIME: '2024年01月份' };
const next = { REPORT_DATE: '2024-02-01 00:00:00', TIME: '2024年02月份' };
const cpi = {
  月份: '2024-01-01',
  全国当月: 99.2,
  全国同比: -0.8,
  全国环比: 0.3,
  全国累计: 99.2,
  城市同比: -0.8,
  城市环比: 0.3,
  农村同比: -0.8,
  农村环比: 0.4,
};
const ppi = { 月份: '2024-01-01', 当月: 97.5, 同比: -2.5, 累计: 97.5 };
const pmi = { 月份: '2024-01-01', 制造业: 49.2, 制造业同比: -1.8, 非制造业: 50.7, 非制造业同比: -6.8 };
const gdp = {
  季度: '2024-01-01',
  季度名称: '2024年第1季度',
  国内生产总值: 296299,
  第一产业: 11538,
  第二产业: 109846,
  第三产业: 174915,
  同比: 5.3,
  第一产业同比: 3.3,
  第二产业同比: 6,
  第三产业同比: 5,
};
const money = {
  月份: '2024-01-01',
  M2: 2976250.22,
  M2同比: 8.7,
  M2环比: 1.84,
  M1: 694197.95,
  M1同比: 5.9,
  M1环比: 2.02,
  M0: 121398.85,
  M0同比: 5.9,
  M0环比: 7,
};
const lpr = {
  日期: '2024-01-22',
  LPR一年期: 3.45,
  LPR五年期: 4.2,
  短期贷款基准利率: 4.35,
  中长期贷款基准利率: 4.75,
};
const yields = {
  日期: '2024-01-05',
  中国2年: 2.21,
  中国5年: 2.37,
  中国10年: 2.52,
  中国30年: 2.82,
  美国2年: 4.4,
  美国5年: 4.02,
  美国10年: 4.05,
  美国30年: 4.21,
};
const bond = {
  代码: '123456',
  名称: '某某转债',
  正股代码: '002001',
  正股名称: '某某股份',
  申购日期: '2024-01-03',
  上市日期: null,
  到期日期: '2030-01-03',
  退市日期: null,
  发行规模亿元: 5.5,
  信用评级: 'AA-',
  初始转股价: 12.34,
  转股价: 12.34,
  转股价值: 98.7,
};

export const reportReplays: Record<string, Replay> = {
  macro_china_cpi: report(
    'RPT_ECONOMY_CPI',
    {
      ...month,
      NATIONAL_BASE: 99.2,
      NATIONAL_SAME: -0.8,
      NATIONAL_SEQUENTIAL: 0.3,
      NATIONAL_ACCUMULATE: 99.2,
      CITY_SAME: -0.8,
      CITY_SEQUENTIAL: 0.3,
      RURAL_SAME: -0.8,
      RURAL_SEQUENTIAL: 0.4,
    },
    next,
    [cpi, bareRow(cpi, { 月份: '2024-02-01' })],
  ),
  macro_china_ppi: report(
    'RPT_ECONOMY_PPI',
    { ...month, BASE: 97.5, BASE_SAME: -2.5, BASE_ACCUMULATE: 97.5 },
    next,
    [ppi, bareRow(ppi, { 月份: '2024-02-01' })],
  ),
  macro_china_pmi: report(
    'RPT_ECONOMY_PMI',
    { ...month, MAKE_INDEX: 49.2, MAKE_SAME: -1.8, NMAKE_INDEX: 50.7, NMAKE_SAME: -6.8 },
    next,
    [pmi, bareRow(pmi, { 月份: '2024-02-01' })],
  ),
  macro_china_gdp: report(
    'RPT_ECONOMY_GDP',
    {
      REPORT_DATE: '2024-01-01 00:00:00',
      TIME: '2024年第1季度',
      DOMESTICL_PRODUCT_BASE: 296299,
      FIRST_PRODUCT_BASE: 11538,
      SECOND_PRODUCT_BASE: 109846,
      THIRD_PRODUCT_BASE: 174915,
      SUM_SAME: 5.3,
      FIRST_SAME: 3.3,
      SECOND_SAME: 6,
      THIRD_SAME: 5,
    },
    { REPORT_DATE: '2024-04-01 00:00:00' },
    [gdp, bareRow(gdp, { 季度: '2024-04-01' })],
  ),
  macro_china_money_supply: report(
    'RPT_ECONOMY_CURRENCY_SUPPLY',
    {
      ...month,
      BASIC_CURRENCY: 2976250.22,
      BASIC_CURRENCY_SAME: 8.7,
      BASIC_CURRENCY_SEQUENTIAL: 1.84,
      CURRENCY: 694197.95,
      CURRENCY_SAME: 5.9,
      CURRENCY_SEQUENTIAL: 2.02,
      FREE_CASH: 121398.85,
      FREE_CASH_SAME: 5.9,
      FREE_CASH_SEQUENTIAL: 7,
    },
    next,
    [money, bareRow(money, { 月份: '2024-02-01' })],
  ),
  rate_lpr: report(
    'RPTA_WEB_RATE',
    { TRADE_DATE: '2024-01-22 00:00:00', LPR1Y: 3.45, LPR5Y: 4.2, RATE_1: 4.35, RATE_2: 4.75 },
    { TRADE_DATE: '2024-02-20 00:00:00' },
    [lpr, bareRow(lpr, { 日期: '2024-02-20' })],
  ),
  bond_china_us_yield: report(
    'RPTA_WEB_TREASURYYIELD',
    {
      SOLAR_DATE: '2024-01-05 00:00:00',
      EMM00588704: 2.21,
      EMM00166462: 2.37,
      EMM00166466: 2.52,
      EMM00166469: 2.82,
      EMG00001306: 4.4,
      EMG00001308: 4.02,
      EMG00001310: 4.05,
      EMG00001312: 4.21,
    },
    { SOLAR_DATE: '2024-01-06 00:00:00' },
    [yields, bareRow(yields, { 日期: '2024-01-06' })],
  ),
  bond_convertible_list: report(
    'RPT_BOND_CB_LIST',
    {
      SECURITY_CODE: '123456',
      SECURITY_NAME_ABBR: '某某转债',
      CONVERT_STOCK_CODE: '002001',
      SECURITY_SHORT_NAME: '某某股份',
      PUBLIC_START_DATE: '2024-01-03 00:00:00',
      LISTING_DATE: null,
      EXPIRE_DATE: '2030-01-03 00:00:00',
      DELIST_DATE: null,
      ACTUAL_ISSUE_SCALE: 5.5,
      RATING: 'AA-',
      INITIAL_TRANSFER_PRICE: 12.34,
      TRANSFER_PRICE: 12.34,
      TRANSFER_VALUE: 98.7,
    },
    { SECURITY_CODE: '110001' },
    [bond, bareRow(bond, { 代码: '110001' })],
  ),
};
