import type { Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createServer, type Server, type Socket } from 'node:net';
import { StartError } from '../db/data-folder.ts';
import type { Family } from './family.ts';

type ServedFamily = Pick<Family, 'name' | 'base'>;

export interface FamilyPort {
  family: string;
  port: number;
}

/**
 * Ports on which one family alone is served, at the root. Their connections are handed to the one HTTP server, so
 * that limits, timeouts and the end of the process are the same for all; only where a URL points is different.
 */
export function createFamilyPorts(families: readonly ServedFamily[]) {
  const familyOf = new WeakMap<Socket, ServedFamily>();
  const listeners: Server[] = [];

  async function listen(
    http: HttpServer,
    host: string,
    family: ServedFamily,
    port: number,
  ): Promise<FamilyPort> {
    const listener = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
      familyOf.set(socket, family);
      http.emit('connection', socket);
    });
    await new Promise<void>((resolve, reject) => {
      listener.once('error', (error) => reject(cannotListen(error, host, { family: family.name, port })));
      listener.listen(port, host, resolve);
    });
    listeners.push(listener);
    return { family: family.name, port: (listener.address() as AddressInfo).port };
  }

  return {
    /** Where a request that came in on a family's port points; the URL as it is on any other. */
    rewrite(socket: Socket, url: string): string | null {
      const family = familyOf.get(socket);
      if (!family) return null;
      return url === family.base || url.startsWith(`${family.base}/`) ? url : family.base + url;
    },

    /** Begins to listen; rejects with a `StartError` that names the family whose port cannot be had. */
    async open(
      http: HttpServer,
      host: string,
      ports: Readonly<Partial<Record<string, number>>>,
    ): Promise<FamilyPort[]> {
      const opened: FamilyPort[] = [];
      for (const family of families) {
        const port = ports[family.name];
        if (port !== undefined) opened.push(await listen(http, host, family, port));
      }
      return opened;
    },

    /** Takes no more connections; resolves when the last one has ended. */
    async close(): Promise<void> {
      await Promise.all(
        listeners.map((listener) => new Promise<void>((resolve) => listener.close(() => resolve()))),
      );
    },
  };
}

export type FamilyPorts = ReturnType<typeof createFamilyPorts>;

function cannotListen(error: NodeJS.ErrnoException, host: string, { family, port }: FamilyPort): StartError {
  const reasons: Record<string, string> = {
    EADDRINUSE: `Port ${port} on ${host} for the family "${family}" is in use. Stop the other program, or change SEXTANT_FAMILY_PORTS.`,
    EACCES: `Port ${port} for the family "${family}" may not be used by this user. Choose one above 1023 in SEXTANT_FAMILY_PORTS.`,
  };
  const reason = `Cannot listen on ${host}:${port} for the family "${family}": ${error.code}`;
  return new StartError(reasons[error.code ?? ''] ?? reason, { cause: error });
}
