import { gbk } from './gbk.ts';
import type { Replay } from './replay.ts';

function fieldsWith(length: number, known: Record<number, string>): string[] {
  return Array.from({ length }, (_, at) => known[at] ?? '');
}

const tencent = fieldsWith(60, {
  0: '1',
  1: '浦发银行',
  2: '600000',
  3: '7.05',
  4: '7.04',
  5: '7.04',
  6: '185430',
  30: '20240105150000',
  31: '0.01',
  32: '0.14',
  33: '7.10',
  34: '7.00',
  37: '13065',
  38: '0.06',
  39: '5.60',
  43: '1.42',
  44: '2069.33',
  45: '2069.33',
  46: '0.34',
}).join('~');

const sina = fieldsWith(33, {
  0: '浦发银行',
  1: '7.050',
  2: '7.040',
  3: '7.060',
  4: '7.100',
  5: '7.000',
  6: '7.050',
  7: '7.060',
  8: '18543000',
  9: '130650000.000',
  30: '2024-01-05',
  31: '15:00:00',
  32: '00',
}).join(',');

const gold = fieldsWith(15, {
  0: '2043.250',
  1: '',
  2: '2043.250',
  3: '2043.600',
  4: '2064.080',
  5: '2024.520',
  6: '05:59:00',
  7: '2043.580',
  8: '2043.580',
  9: '0',
  12: '2024-01-06',
  13: '伦敦金（现货黄金）',
}).join(',');

const jsonp = (records: unknown) =>
  `/*<script>location.href='//sina.com';</script>*/\nvar _x=(${JSON.stringify(records)});`;
const futures = 'stock2.finance.sina.com.cn/futures/api/jsonp.php/var%20_x=';

export const chinaReplays: Record<string, Replay> = {
  stock_quotes_tencent: {
    params: { symbols: 'sh600000' },
    replies: [{ at: 'qt.gtimg.cn/q=sh600000', body: gbk(`v_sh600000="${tencent}";\n`) }],
    rows: [
      {
        证券: 'sh600000',
        名称: '浦发银行',
        代码: '600000',
        最新价: 7.05,
        昨收: 7.04,
        今开: 7.04,
        成交量: 185430,
        时间: '2024-01-05T07:00:00.000Z',
        涨跌额: 0.01,
        涨跌幅: 0.14,
        最高: 7.1,
        最低: 7,
        成交额万元: 13065,
        换手率: 0.06,
        市盈率: 5.6,
        振幅: 1.42,
        流通市值亿元: 2069.33,
        总市值亿元: 2069.33,
        市净率: 0.34,
      },
    ],
  },
  stock_quotes_sina: {
    params: { symbols: 'sh600000,sh999999' },
    replies: [
      {
        at: 'hq.sinajs.cn/list=sh600000,sh999999',
        body: gbk(`var hq_str_sh600000="${sina}";\nvar hq_str_sh999999="";\n`),
        headers: { 'content-type': 'application/javascript; charset=GB18030' },
      },
    ],
    rows: [
      {
        证券: 'sh600000',
        时间: '2024-01-05T07:00:00.000Z',
        名称: '浦发银行',
        今开: 7.05,
        昨收: 7.04,
        最新价: 7.06,
        最高: 7.1,
        最低: 7,
        买一价: 7.05,
        卖一价: 7.06,
        成交量: 18543000,
        成交额: 130650000,
      },
    ],
  },
  commodity_quotes_sina: {
    params: { symbols: 'XAU' },
    replies: [{ at: 'hq.sinajs.cn/list=hf_XAU', body: gbk(`var hq_str_hf_XAU="${gold}";\n`) }],
    rows: [
      {
        品种: 'XAU',
        时间: '2024-01-05T21:59:00.000Z',
        名称: '伦敦金（现货黄金）',
        最新价: 2043.25,
        买价: 2043.25,
        卖价: 2043.6,
        最高: 2064.08,
        最低: 2024.52,
        昨结算: 2043.58,
        今开: 2043.58,
        持仓量: 0,
      },
    ],
  },
  futures_zh_daily: {
    params: { symbols: 'rb0' },
    replies: [
      {
        at: `${futures}/InnerFuturesNewService.getDailyKLine`,
        query: { symbol: 'RB0' },
        body: jsonp([
          {
            d: '2024-01-02',
            o: '4014.000',
            h: '4049.000',
            l: '3996.000',
            c: '4037.000',
            v: '1276043',
            p: '1365311',
            s: '4022.000',
          },
        ]),
      },
    ],
    rows: [
      {
        合约: 'RB0',
        日期: '2024-01-02',
        开盘: 4014,
        最高: 4049,
        最低: 3996,
        收盘: 4037,
        成交量: 1276043,
        持仓量: 1365311,
        结算价: 4022,
      },
    ],
  },
  futures_global_daily: {
    params: { symbols: 'GC' },
    replies: [
      {
        at: `${futures}/GlobalFuturesService.getGlobalFuturesDailyKLine`,
        query: { symbol: 'GC' },
        body: jsonp([
          {
            date: '2024-01-02',
            open: '2072.700',
            high: '2088.300',
            low: '2064.400',
            close: '2073.400',
            volume: '195821',
            position: '0',
            s: '0.000',
          },
        ]),
      },
    ],
    rows: [
      {
        品种: 'GC',
        日期: '2024-01-02',
        开盘: 2072.7,
        最高: 2088.3,
        最低: 2064.4,
        收盘: 2073.4,
        成交量: 195821,
        持仓量: 0,
      },
    ],
  },
  forex_cny_parity: {
    params: { pairs: 'USD/CNY,100JPY/CNY', start_date: '2023-01-01', end_date: '2024-01-05' },
    replies: [
      {
        at: 'www.chinamoney.com.cn/ags/ms/cm-u-bk-ccpr/CcprHisNew',
        query: {
          startDate: '2023-01-01',
          endDate: '2023-12-26',
          currency: 'USD/CNY,100JPY/CNY',
          pageNum: '1',
        },
        body: {
          head: { version: '2.0', provider: 'CWAP', rep_code: '200' },
          data: {
            head: ['USD/CNY', '100JPY/CNY'],
            searchlist: ['USD/CNY', '100JPY/CNY'],
            total: 51,
            pageTotal: 2,
            flagMessage: '',
          },
          records: [{ date: '2023-12-26', values: ['7.0965', '---'] }],
        },
      },
      {
        at: 'www.chinamoney.com.cn/ags/ms/cm-u-bk-ccpr/CcprHisNew',
        query: { startDate: '2023-01-01', pageNum: '2' },
        body: {
          head: { version: '2.0' },
          data: { head: ['USD/CNY', '100JPY/CNY'], total: 51, pageTotal: 2 },
          records: [{ date: '2023-01-03', values: ['6.9475', '5.3093'] }],
        },
      },
      {
        at: 'www.chinamoney.com.cn/ags/ms/cm-u-bk-ccpr/CcprHisNew',
        query: { startDate: '2023-12-27', endDate: '2024-01-05', pageNum: '1' },
        body: { head: {}, data: { head: ['USD/CNY', '100JPY/CNY'], total: 0, pageTotal: 0 }, records: [] },
      },
    ],
    rows: [
      { 日期: '2023-12-26', 货币对: 'USD/CNY', 中间价: 7.0965 },
      { 日期: '2023-12-26', 货币对: '100JPY/CNY', 中间价: null },
      { 日期: '2023-01-03', 货币对: 'USD/CNY', 中间价: 6.9475 },
      { 日期: '2023-01-03', 货币对: '100JPY/CNY', 中间价: 5.3093 },
    ],
  },
  rate_shibor: {
    params: { start_date: '2024-01-05', end_date: '2024-01-05' },
    replies: [
      {
        at: 'www.chinamoney.com.cn/ags/ms/cm-u-bk-shibor/ShiborHis',
        query: { startDate: '2024-01-05', endDate: '2024-01-05' },
        body: {
          head: { version: '2.0' },
          data: { message: '' },
          records: [
            {
              showDateCN: '2024-01-05',
              ON: '1.5920',
              '1W': '1.7760',
              '2W': '1.8560',
              '1M': '2.3120',
              '3M': '2.4990',
              '6M': '2.5160',
              '9M': '2.5380',
              '1Y': '2.5620',
            },
          ],
        },
      },
    ],
    rows: [
      {
        日期: '2024-01-05',
        隔夜: 1.592,
        一周: 1.776,
        两周: 1.856,
        一个月: 2.312,
        三个月: 2.499,
        六个月: 2.516,
        九个月: 2.538,
        一年: 2.562,
      },
    ],
  },
  calendar_szse: {
    params: { start_month: '2023-12', end_month: '2024-01' },
    replies: [
      {
        at: 'www.szse.cn/api/report/exchange/onepersistenthour/monthList',
        query: { month: '2023-12' },
        body: { data: [{ zrxh: 1, jybz: '0', jyrq: '2023-12-31' }], nowdate: '2024-01-05' },
      },
      {
        at: 'www.szse.cn/api/report/exchange/onepersistenthour/monthList',
        query: { month: '2024-01' },
        body: { data: [{ zrxh: 3, jybz: '1', jyrq: '2024-01-02' }], nowdate: '2024-01-05' },
      },
    ],
    rows: [
      { 日期: '2023-12-31', 是否交易日: false, 星期: 7 },
      { 日期: '2024-01-02', 是否交易日: true, 星期: 2 },
    ],
  },
};
