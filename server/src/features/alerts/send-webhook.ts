import { createHmac } from 'node:crypto';
import type { WebhookFormat } from '@sextant/contract/alerts';
import { type AlertMessage, headline, plainLines } from './alert-message.ts';

const answerMs = 10_000;
const longestAnswer = 300;

export interface WebhookTarget {
  format: WebhookFormat;
  url: string;
  secret: string | null;
}

/** Calls a webhook in the format of its service; throws an error that says what it answered. */
export async function sendWebhook(
  fetchChecked: typeof fetch,
  target: WebhookTarget,
  message: AlertMessage,
): Promise<void> {
  const { url, headers, body } = requestOf(target, message, Date.now());
  const answer = await fetchChecked(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
    body,
    signal: AbortSignal.timeout(answerMs),
  });
  const text = await beginningOf(answer);
  if (!answer.ok) throw new Error(`HTTP ${answer.status} ${text}`.trim());
  if (target.format !== 'json') refuseErrorCode(text);
}

/** No more of an answer than is shown: whoever answers without an end gets no memory for it. */
async function beginningOf(answer: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of answer.body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    if (text.length >= longestAnswer) break;
  }
  return text.slice(0, longestAnswer);
}

/** These services answer 200 also when they refuse, and say so in a code. */
function refuseErrorCode(text: string): void {
  let answer: { errcode?: number; errmsg?: string; code?: number; StatusCode?: number; msg?: string };
  try {
    answer = JSON.parse(text) as typeof answer;
  } catch {
    throw new Error(`an answer that is no JSON: ${text}`);
  }
  const code = answer.errcode ?? answer.code ?? answer.StatusCode ?? 0;
  if (code !== 0) throw new Error(`${code} ${answer.errmsg ?? answer.msg ?? text}`);
}

function requestOf(
  target: WebhookTarget,
  message: AlertMessage,
  now: number,
): { url: string; headers: Record<string, string>; body: string } {
  const { format, url, secret } = target;
  switch (format) {
    case 'dingtalk':
      return { url: signedDingtalkUrl(url, secret, now), headers: {}, body: dingtalkBody(message) };
    case 'feishu':
      return { url, headers: {}, body: feishuBody(message, secret, now) };
    case 'wecom':
      return { url, headers: {}, body: wecomBody(message) };
    case 'json': {
      const body = JSON.stringify(message);
      const signature = secret && createHmac('sha256', secret).update(body).digest('hex');
      return { url, headers: signature ? { 'x-sextant-signature': `sha256=${signature}` } : {}, body };
    }
  }
}

function signedDingtalkUrl(url: string, secret: string | null, now: number): string {
  if (!secret) return url;
  const signed = new URL(url);
  const sign = createHmac('sha256', secret).update(`${now}\n${secret}`).digest('base64');
  signed.searchParams.set('timestamp', String(now));
  signed.searchParams.set('sign', sign);
  return signed.href;
}

function dingtalkBody(message: AlertMessage): string {
  const text = `### ${headline(message, 'zh')}\n\n${plainLines(message).slice(1).join('\n\n')}`;
  return JSON.stringify({ msgtype: 'markdown', markdown: { title: headline(message, 'zh'), text } });
}

/** Feishu signs nothing with a key made of time and secret. */
function feishuBody(message: AlertMessage, secret: string | null, now: number): string {
  const timestamp = String(Math.floor(now / 1000));
  const content = { text: plainLines(message).join('\n') };
  if (!secret) return JSON.stringify({ msg_type: 'text', content });
  const sign = createHmac('sha256', `${timestamp}\n${secret}`).update('').digest('base64');
  return JSON.stringify({ timestamp, sign, msg_type: 'text', content });
}

/** WeCom takes up to 4096 bytes of Markdown. */
function wecomBody(message: AlertMessage): string {
  const content = `**${headline(message, 'zh')}**\n${plainLines(message).slice(1).join('\n')}`;
  const bytes = Buffer.from(content).subarray(0, 4_000);
  return JSON.stringify({
    msgtype: 'markdown',
    markdown: { content: bytes.toString('utf8').replace(/\ufffd+$/, '') },
  });
}
