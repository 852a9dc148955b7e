import { connect, type Socket } from 'node:net';
import type { EngineContext } from './engine.ts';
import { EngineError } from './engine-error.ts';
import { errorCode, networkError } from './network-error.ts';

const lookupFailures = new Set(['ENOTFOUND', 'EAI_AGAIN', 'EAI_FAIL', 'ENODATA']);

/**
 * The address to dial for a host, as the egress policy resolves it. `localhost` means 127.0.0.1, where servers
 * that listen on one family only are found. Refusals of the policy pass through as they are.
 */
export async function dialAddress(host: string, context: EngineContext): Promise<string> {
  try {
    return await context.resolveHost(host.toLowerCase() === 'localhost' ? '127.0.0.1' : host);
  } catch (error) {
    const failed = lookupFailures.has(errorCode(error)) ? networkError(error) : null;
    throw failed ?? error;
  }
}

/** A TCP connection to an address that may be dialled; rejects with code `timeout`, `refused` or `network`. */
export function dial(address: string, port: number, timeoutMs: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: address, port, noDelay: true, keepAlive: true });
    const timer = setTimeout(() => socket.destroy(connectTimeout(timeoutMs)), timeoutMs);
    const fail = (error: Error) => {
      clearTimeout(timer);
      reject(error instanceof EngineError ? error : (networkError(error) ?? error));
    };
    socket.once('error', fail);
    socket.once('connect', () => {
      clearTimeout(timer);
      socket.off('error', fail);
      resolve(socket);
    });
  });
}

/** The error of a server that did not answer while connecting. */
export function connectTimeout(timeoutMs: number): EngineError {
  return new EngineError('timeout', `The database did not answer within ${timeoutMs / 1000} s`, {
    hint: {
      en: 'Check the address, the firewall and whether the database is overloaded.',
      zh: '数据库没有及时响应，请检查地址、防火墙和数据库负载。',
    },
  });
}
