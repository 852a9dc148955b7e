import { randomUUID } from 'node:crypto';
import type { Duplex } from 'node:stream';
import type { ErrorEnvelope } from '@sextant/contract/envelope';
import type { Text } from '@sextant/contract/text';
import type { FastifyServerOptions } from 'fastify';
import { AppError } from '../errors/app-error.ts';
import type { Family } from './family.ts';

interface Answer {
  status: string;
  text: Text;
}

const answers: Record<string, Answer> = {
  ERR_HTTP_REQUEST_TIMEOUT: {
    status: '408 Request Timeout',
    text: { zh: '请求没有在时限内发完，请重试', en: 'The request was not complete in time; send it again' },
  },
  HPE_HEADER_OVERFLOW: {
    status: '431 Request Header Fields Too Large',
    text: { zh: '地址或请求头过长', en: 'The address or a header is too long' },
  },
  HPE_INVALID_URL: {
    status: '400 Bad Request',
    text: {
      zh: '地址里有未编码的字符：中文和空格要先做百分号编码（curl 用 -G --data-urlencode）',
      en: 'The address holds characters that are not encoded: percent-encode Chinese and spaces (curl: -G --data-urlencode)',
    },
  },
};

const other: Answer = {
  status: '400 Bad Request',
  text: { zh: '这不是有效的 HTTP 请求', en: 'This is not a valid HTTP request' },
};

/** The family that a request line would have gone to; null for the product's own API. */
export type LocateFamily = (
  socket: Duplex,
  request: { method: string; url: string },
) => Pick<Family, 'language' | 'envelope'> | null;

/**
 * Answers what the HTTP parser could not read and closes the connection: in a family's envelope where the request line
 * still tells it, else in v1's, in both languages as no header is known yet.
 */
export function createUnreadableAnswer(
  locate: LocateFamily,
): NonNullable<FastifyServerOptions['clientErrorHandler']> {
  return (error, socket) => {
    if (error.code === 'ECONNRESET' || socket.destroyed) return;
    const { status, text } = answers[error.code] ?? other;
    const line = requestLine((error as unknown as { rawPacket?: Buffer }).rawPacket);
    const family = line && locate(socket, line);
    const told = family?.envelope.failure(new AppError('BAD_REQUEST', text), Number.parseInt(status, 10));
    const bytes = Buffer.from(JSON.stringify(told?.body ?? v1Body(text)));
    const head = [
      `HTTP/1.1 ${status}`,
      'Content-Type: application/json; charset=utf-8',
      `Content-Length: ${bytes.length}`,
      'Connection: close',
    ];
    if (socket.writable) socket.end(Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`), bytes]));
    else socket.destroy(error);
  };
}

/** Method and URL of the bytes that could not be read, as far as they begin like a request. */
function requestLine(packet: Buffer | undefined): { method: string; url: string } | null {
  const [, method, url] =
    /^([A-Z]{3,7}) (\/[^\s?#]*)/.exec(packet?.subarray(0, 2000).toString('latin1') ?? '') ?? [];
  return method === undefined || url === undefined ? null : { method, url };
}

function v1Body(text: Text): ErrorEnvelope {
  const details = { request_id: randomUUID() };
  return { success: false, error: { code: 'BAD_REQUEST', message: `${text.zh} · ${text.en}`, details } };
}
