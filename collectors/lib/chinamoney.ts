import type { ScriptContext } from '@sextant/contract/collector';
import { recordsAt, valueAt } from './answers.ts';
import { createHttp, type Http, type HttpRequest } from './http.ts';

/** The longest span that chinamoney.com.cn answers for at once, in days; a year or more gets no records. */
export const chinamoneyDays = 360;

export function chinamoneyHttp(ctx: ScriptContext): Http {
  return createHttp(ctx, { perSecond: 1, headers: { referer: 'https://www.chinamoney.com.cn/' } });
}

/** An answer of chinamoney.com.cn and its records. Throws with the site's own words when it refuses. */
export async function chinamoneyRecords(
  http: Http,
  path: string,
  request: HttpRequest,
): Promise<{ answer: unknown; records: object[] }> {
  const answer = await http.json(`https://www.chinamoney.com.cn/ags/ms/${path}`, request);
  const refusal = valueAt(answer, 'data.flagMessage') || valueAt(answer, 'data.message');
  const records = valueAt(answer, 'records');
  if (refusal && !(Array.isArray(records) && records.length > 0)) {
    throw new Error(`www.chinamoney.com.cn refused: ${refusal}`);
  }
  return { answer, records: recordsAt(answer, 'records', 'www.chinamoney.com.cn') };
}
