import { randomUUID } from 'node:crypto';
import type { ErrorEnvelope } from '@sextant/contract/envelope';
import type { Text } from '@sextant/contract/text';
import type { FastifyServerOptions } from 'fastify';

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

/**
 * Answers in the v1 envelope what the HTTP parser could not read, in both languages as no header is known yet, and
 * closes the connection.
 */
export const answerUnreadableRequest: NonNullable<FastifyServerOptions['clientErrorHandler']> = (
  error,
  socket,
) => {
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  const { status, text } = answers[error.code] ?? other;
  const body: ErrorEnvelope = {
    success: false,
    error: {
      code: 'BAD_REQUEST',
      message: `${text.zh} · ${text.en}`,
      details: { request_id: randomUUID() },
    },
  };
  const bytes = Buffer.from(JSON.stringify(body));
  const head = [
    `HTTP/1.1 ${status}`,
    'Content-Type: application/json; charset=utf-8',
    `Content-Length: ${bytes.length}`,
    'Connection: close',
  ];
  if (socket.writable) socket.end(Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`), bytes]));
  else socket.destroy(error);
};
