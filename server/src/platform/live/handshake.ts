import type { Language } from '@sextant/contract/text';
import type { FastifyRequest } from 'fastify';
import { forbidden } from '../errors/app-error.ts';
import { languageOf } from '../http/language.ts';

const protocolName = 'sextant';
const tokenStart = 'bearer.';

/** The subprotocol that is answered: never the one that carries the token. */
export function chooseProtocol(offered: Set<string>): string | false {
  if (offered.has(protocolName)) return protocolName;
  return [...offered].find((name) => !name.startsWith(tokenStart)) ?? false;
}

/** The token of a handshake: from the subprotocol, the `Authorization` header or the query; null when the first frame must bring it. */
export function tokenOf(request: FastifyRequest): string | null {
  const offered = (request.headers['sec-websocket-protocol'] ?? '').split(',').map((name) => name.trim());
  const inProtocol = offered.find((name) => name.startsWith(tokenStart));
  if (inProtocol) return inProtocol.slice(tokenStart.length);
  const inHeader = /^Bearer\s+(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
  if (inHeader) return inHeader;
  const { token } = request.query as { token?: unknown };
  return typeof token === 'string' && token !== '' ? token : null;
}

/** Throws 403 for a page of another site: browsers always say where the page is from. */
export function checkOrigin(request: FastifyRequest): void {
  const { origin } = request.headers;
  if (origin === undefined) return;
  if (URL.canParse(origin)) {
    const { protocol, host } = new URL(origin);
    const own = `${protocol}//${request.host}`;
    if (URL.canParse(own) && new URL(own).host === host) return;
  }
  throw forbidden({
    zh: `不接受来自「${origin}」的连接，请从产品自己的地址打开页面`,
    en: `Connections from "${origin}" are not taken; open the page at the product's own address`,
  });
}

/** The language of a handshake: `?language=`, else what the browser prefers. */
export function languageOfHandshake(request: FastifyRequest): Language {
  const { language } = request.query as { language?: unknown };
  return language === 'zh' || language === 'en' ? language : languageOf(request);
}
