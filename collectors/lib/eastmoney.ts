import type { CollectorParameter, ScriptContext, ScriptRow } from '@sextant/contract/collector';
import { listAt, recordsAt, unexpected, valueAt } from './answers.ts';
import { compactDay, type DaySpan } from './dates.ts';
import { day, number, rowOf, type Shape, text } from './fields.ts';
import { createHttp, type Http } from './http.ts';
import { numberOf } from './numbers.ts';
import { type Page, pagesOf } from './pages.ts';

const headers = { referer: 'https://quote.eastmoney.com/' };

/** A client at the pace that Eastmoney's public services bear. */
export function eastmoneyHttp(ctx: ScriptContext): Http {
  return createHttp(ctx, { perSecond: 2, headers });
}

/** A bar as the history service gives it, fields f51 to f61, split at the commas. */
export const barShape = {
  日期: day(0),
  开盘: number(1),
  收盘: number(2),
  最高: number(3),
  最低: number(4),
  成交量: number(5),
  成交额: number(6),
  振幅: number(7),
  涨跌幅: number(8),
  涨跌额: number(9),
  换手率: number(10),
} satisfies Shape;

const adjustments = { 不复权: 0, 前复权: 1, 后复权: 2 };
const periods = { 日: 101, 周: 102, 月: 103 };

export const adjustParameter = {
  name: 'adjust',
  type: 'string',
  default: '前复权',
  options: ['不复权', '前复权', '后复权'],
  description: '复权方式',
} as const satisfies CollectorParameter;

export const spanParameters = [
  { name: 'start_date', type: 'date', description: '开始日期；留空为结束日期之前一年' },
  { name: 'end_date', type: 'date', description: '结束日期；留空为今天' },
] as const satisfies readonly CollectorParameter[];

/**
 * The bars of one security. `secid` is market and code, e.g. `1.600000`. Throws when Eastmoney does not know it.
 */
export async function eastmoneyBars(
  http: Http,
  secid: string,
  options: DaySpan & { adjust?: string; period?: keyof typeof periods },
): Promise<{ code: string; name: string; rows: ScriptRow[] }> {
  const answer = await http.json('https://push2his.eastmoney.com/api/qt/stock/kline/get', {
    query: {
      secid,
      fields1: 'f1,f2,f3,f4,f5,f6',
      fields2: 'f51,f52,f53,f54,f55,f56,f57,f58,f59,f60,f61',
      klt: periods[options.period ?? '日'],
      fqt: adjustments[(options.adjust ?? '不复权') as keyof typeof adjustments] ?? 0,
      beg: compactDay(options.start),
      end: compactDay(options.end),
    },
  });
  if (valueAt(answer, 'data') === null) throw new Error(`Eastmoney knows no security ${secid}`);
  const bars = listAt(answer, 'data.klines', 'push2his.eastmoney.com');
  return {
    code: String(valueAt(answer, 'data.code')),
    name: String(valueAt(answer, 'data.name')),
    rows: bars.map((bar) => rowOf(String(bar).split(','), barShape)),
  };
}

/** The market's number in Eastmoney's `secid` for an A-share or fund code: 1 is Shanghai, 0 Shenzhen and Beijing. */
export function mainlandSecid(code: string): string {
  if (!/^\d{6}$/.test(code)) throw new RangeError(`"${code}" is not a code of six digits such as 600000`);
  return `${/^(5|6|9(?!2))|^11/.test(code) ? 1 : 0}.${code}`;
}

/** What all lists of quotes have; more fields stand beside it in each script. */
export const quoteShape = {
  代码: text('f12'),
  名称: text('f14'),
  最新价: number('f2'),
  涨跌幅: number('f3'),
  涨跌额: number('f4'),
  成交量: number('f5'),
  成交额: number('f6'),
  振幅: number('f7'),
  换手率: number('f8'),
  最高: number('f15'),
  最低: number('f16'),
  今开: number('f17'),
  昨收: number('f18'),
} satisfies Shape;

/** All quotes of a selection of securities (`fs`), a page of 100 at a time in the order of their codes. */
export async function* eastmoneyQuotes(
  ctx: ScriptContext,
  fs: string,
  shape: Shape,
  fields: string,
): AsyncGenerator<ScriptRow[]> {
  const http = eastmoneyHttp(ctx);
  const size = 100;
  const read = async (page: number): Promise<Page<object>> => {
    const answer = await http.json('https://push2.eastmoney.com/api/qt/clist/get', {
      query: { pn: page, pz: size, po: 0, np: 1, fltt: 2, invt: 2, fid: 'f12', fs, fields },
    });
    if (valueAt(answer, 'data') === null) return { items: [], pages: page };
    const total = numberOf(valueAt(answer, 'data.total')) ?? 0;
    return {
      items: recordsAt(answer, 'data.diff', 'push2.eastmoney.com'),
      pages: Math.ceil(total / size),
    };
  };
  for await (const records of pagesOf(ctx, read)) yield records.map((one) => rowOf(one, shape));
}

const noData = 9201;

/** A report of Eastmoney's data center, a page of 500 at a time. Throws with the center's own words when it refuses. */
export async function* eastmoneyReport(
  ctx: ScriptContext,
  report: { name: string; columns?: string; sort: string; filter?: string },
  shape: Shape,
): AsyncGenerator<ScriptRow[]> {
  const http = eastmoneyHttp(ctx);
  const read = async (page: number): Promise<Page<object>> => {
    const answer = await http.json('https://datacenter-web.eastmoney.com/api/data/v1/get', {
      query: {
        reportName: report.name,
        columns: report.columns ?? 'ALL',
        sortColumns: report.sort,
        sortTypes: report.sort.replace(/[^,]+/g, '1'),
        pageNumber: page,
        pageSize: 500,
        filter: report.filter ?? null,
        source: 'WEB',
        client: 'WEB',
      },
    });
    if (valueAt(answer, 'code') === noData) return { items: [], pages: 0 };
    if (valueAt(answer, 'success') === false) {
      throw new Error(`datacenter-web.eastmoney.com refused ${report.name}: ${valueAt(answer, 'message')}`);
    }
    const pages = numberOf(valueAt(answer, 'result.pages'));
    if (pages === null) throw unexpected('datacenter-web.eastmoney.com', 'result.pages', answer);
    return { items: recordsAt(answer, 'result.data', 'datacenter-web.eastmoney.com'), pages };
  };
  for await (const records of pagesOf(ctx, read)) yield records.map((one) => rowOf(one, shape));
}
