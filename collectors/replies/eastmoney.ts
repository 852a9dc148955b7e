import type { Replay, Reply } from './replay.ts';

const span = { start_date: '2024-01-02', end_date: '2024-01-05' };

function bars(secid: string, code: string, name: string, lines: string[]): Reply {
  return {
    at: 'push2his.eastmoney.com/api/qt/stock/kline/get',
    query: { secid, beg: '20240102', end: '20240105', klt: '101' },
    body: { rc: 0, rt: 17, data: { code, market: 1, name, decimal: 2, dktotal: 2, klines: lines } },
  };
}

const line = '2024-01-02,6.63,6.62,6.66,6.60,185430,122838475.00,0.91,-0.15,-0.01,0.06';
const bar = {
  日期: '2024-01-02',
  开盘: 6.63,
  收盘: 6.62,
  最高: 6.66,
  最低: 6.6,
  成交量: 185430,
  成交额: 122838475,
  振幅: 0.91,
  涨跌幅: -0.15,
  涨跌额: -0.01,
  换手率: 0.06,
};

/** Quotes of one more page than one, so that paging is seen to go to its end. */
function quotes(fs: string, first: object, second: object): Reply[] {
  const at = 'push2.eastmoney.com/api/qt/clist/get';
  return [
    { at, query: { pn: '1', pz: '100', fs }, body: { rc: 0, data: { total: 101, diff: [first] } } },
    { at, query: { pn: '2', pz: '100', fs }, body: { rc: 0, data: { total: 101, diff: [second] } } },
  ];
}

const quote = {
  f12: '000001',
  f14: '平安银行',
  f2: 9.2,
  f3: 0.11,
  f4: 0.01,
  f5: 1158366,
  f6: 1075742252.45,
  f7: 1.96,
  f8: 0.6,
  f15: 9.42,
  f16: 9.21,
  f17: 9.39,
  f18: 9.19,
};
/** A security that is not traded today: `-` in place of numbers. */
const silent = {
  ...quote,
  f12: '600001',
  f14: '停牌股',
  f2: '-',
  f3: '-',
  f4: '-',
  f5: '-',
  f6: '-',
  f7: '-',
  f8: '-',
  f15: '-',
  f16: '-',
  f17: '-',
};
const quoteRow = {
  代码: '000001',
  名称: '平安银行',
  最新价: 9.2,
  涨跌幅: 0.11,
  涨跌额: 0.01,
  成交量: 1158366,
  成交额: 1075742252.45,
  振幅: 1.96,
  换手率: 0.6,
  最高: 9.42,
  最低: 9.21,
  今开: 9.39,
  昨收: 9.19,
};
const silentRow = {
  代码: '600001',
  名称: '停牌股',
  最新价: null,
  涨跌幅: null,
  涨跌额: null,
  成交量: null,
  成交额: null,
  振幅: null,
  换手率: null,
  最高: null,
  最低: null,
  今开: null,
  昨收: 9.19,
};

function spot(fs: string, extra: Record<string, number>, extraRow: Record<string, number>): Replay {
  return {
    replies: quotes(fs, { ...quote, ...extra }, { ...silent, ...extra }),
    rows: [
      { ...quoteRow, ...extraRow },
      { ...silentRow, ...extraRow },
    ],
  };
}

export const eastmoneyReplays: Record<string, Replay> = {
  stock_zh_daily: {
    params: { codes: '600000，000001', adjust: '不复权', ...span },
    replies: [
      bars('1.600000', '600000', '浦发银行', [line]),
      // Not traded in the span.
      bars('0.000001', '000001', '平安银行', []),
    ],
    rows: [{ 代码: '600000', 名称: '浦发银行', 复权: '不复权', ...bar }],
  },
  stock_hk_daily: {
    params: { codes: '700', ...span },
    replies: [bars('116.00700', '00700', '腾讯控股', [line])],
    rows: [{ 代码: '00700', 名称: '腾讯控股', 复权: '前复权', ...bar }],
  },
  stock_us_daily: {
    params: { codes: 'BABA', market: '纽交所', ...span },
    replies: [bars('106.BABA', 'BABA', '阿里巴巴', [line])],
    rows: [{ 代码: 'BABA', 名称: '阿里巴巴', 复权: '前复权', ...bar }],
  },
  fund_etf_daily: {
    params: { codes: '510300 159915', ...span },
    replies: [
      bars('1.510300', '510300', '沪深300ETF', [line]),
      bars('0.159915', '159915', '创业板ETF', [line]),
    ],
    rows: [
      { 代码: '510300', 名称: '沪深300ETF', 复权: '前复权', ...bar },
      { 代码: '159915', 名称: '创业板ETF', 复权: '前复权', ...bar },
    ],
  },
  index_zh_daily: {
    params: { codes: '000001,399001,930955', ...span },
    replies: [
      bars('1.000001', '000001', '上证指数', [line]),
      bars('0.399001', '399001', '深证成指', [line]),
      bars('2.930955', '930955', '红利低波100', [line]),
    ],
    rows: [
      { 代码: '000001', 名称: '上证指数', ...bar },
      { 代码: '399001', 名称: '深证成指', ...bar },
      { 代码: '930955', 名称: '红利低波100', ...bar },
    ],
  },
  stock_zh_spot: spot(
    'm:0+t:6,m:0+t:80,m:1+t:2,m:1+t:23,m:0+t:81+s:2048',
    { f9: 3.76, f10: 0.8, f23: 0.46, f20: 178532000000, f21: 178528000000 },
    { 量比: 0.8, 市盈率动态: 3.76, 市净率: 0.46, 总市值: 178532000000, 流通市值: 178528000000 },
  ),
  stock_hk_spot: spot('m:128+t:3,m:128+t:4,m:128+t:1,m:128+t:2', {}, {}),
  stock_us_spot: spot('m:105,m:106,m:107', { f20: 2.8e12, f115: 29.1 }, { 市盈率: 29.1, 总市值: 2.8e12 }),
  fund_etf_spot: spot(
    'b:MK0021,b:MK0022,b:MK0023,b:MK0024',
    { f20: 1e9, f21: 9e8 },
    { 总市值: 1e9, 流通市值: 9e8 },
  ),
  index_global_spot: spot(
    'i:1.000001,i:0.399001,i:1.000300,i:100.HSI,i:100.N225,i:100.KS11,i:100.DJIA,i:100.SPX,i:100.NDX,i:100.FTSE,i:100.GDAXI,i:100.FCHI',
    {},
    {},
  ),
  fund_list: {
    replies: [
      {
        at: 'fund.eastmoney.com/js/fundcode_search.js',
        body: '\ufeffvar r = [["000001","HXCZHH","华夏成长混合","混合型-灵活","HUAXIACHENGZHANGHUNHE"]];',
      },
    ],
    rows: [
      {
        代码: '000001',
        拼音缩写: 'HXCZHH',
        名称: '华夏成长混合',
        类型: '混合型-灵活',
        拼音: 'HUAXIACHENGZHANGHUNHE',
      },
    ],
  },
  fund_nav: {
    params: { codes: '000001', ...span },
    replies: [1, 2].map((page) => ({
      at: 'api.fund.eastmoney.com/f10/lsjz',
      query: {
        fundCode: '000001',
        pageIndex: String(page),
        startDate: span.start_date,
        endDate: span.end_date,
      },
      body: {
        Data: {
          LSJZList: [
            {
              FSRQ: `2024-01-0${6 - page}`,
              DWJZ: '0.8010',
              LJJZ: '3.3640',
              SDATE: null,
              JZZZL: page === 1 ? '-0.50' : '',
              SGZT: '开放申购',
              SHZT: '开放赎回',
              FHSP: '',
            },
          ],
          FundType: '002',
        },
        ErrCode: 0,
        ErrMsg: null,
        TotalCount: 21,
        PageSize: 20,
        PageIndex: page,
      },
    })),
    rows: [
      ['2024-01-05', -0.5],
      ['2024-01-04', null],
    ].map(([date, growth]) => ({
      代码: '000001',
      日期: date,
      单位净值: 0.801,
      累计净值: 3.364,
      日增长率: growth,
      申购状态: '开放申购',
      赎回状态: '开放赎回',
      分红送配: null,
    })),
  },
};
