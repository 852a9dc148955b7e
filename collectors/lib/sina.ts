import type { ScriptContext } from '@sextant/contract/collector';
import { recordsAt, unexpected } from './answers.ts';
import { createHttp, type Http, parseJson } from './http.ts';

/** A client for Sina's quotes, which want to be asked from its own pages and answer in GBK. */
export function sinaHttp(ctx: ScriptContext): Http {
  return createHttp(ctx, {
    perSecond: 2,
    headers: { referer: 'https://finance.sina.com.cn/' },
    charset: 'gb18030',
  });
}

/** The fields of each symbol of `hq.sinajs.cn`, in the order asked; a symbol that Sina does not know has none. */
export async function sinaQuotes(
  http: Http,
  symbols: readonly string[],
): Promise<{ symbol: string; fields: string[] }[]> {
  const answer = await http.text(`https://hq.sinajs.cn/list=${symbols.join(',')}`);
  const found = [...answer.matchAll(/var hq_str_(\w+)="([^"]*)";/g)];
  if (found.length === 0) throw unexpected('hq.sinajs.cn', 'lines of var hq_str_…', answer);
  return found.map(([, symbol = '', fields = '']) => ({
    symbol,
    fields: fields === '' ? [] : fields.split(','),
  }));
}

/** The records of a JSONP answer such as `var _x=([{…}]);`; `null` is none. */
export async function sinaRecords(http: Http, url: string, query: Record<string, string>): Promise<object[]> {
  const { text, url: asked } = await http.get(url, { query });
  const inner = /=\s*\(([\s\S]*)\)\s*;?\s*$/.exec(text)?.[1];
  if (inner === undefined) throw unexpected(new URL(asked).host, 'var …=(…);', text);
  const answer = parseJson(inner, new URL(asked));
  return answer === null ? [] : recordsAt(answer, '', new URL(asked).host);
}
