import type { ConnectionInput } from '@sextant/contract/connections';
import type { Text } from '@sextant/contract/text';
import type { Database } from '@sextant/engines/engine';
import { EngineError } from '@sextant/engines/engine-error';
import { isAdmin, type Principal } from '../../platform/auth/principal.ts';
import { AppError } from '../../platform/errors/app-error.ts';
import type { ConnectionEditor } from './connection-editor.ts';
import { type ConnectionOpener, withSecrets } from './connection-opener.ts';
import { expectedProblem } from './connection-problem.ts';
import type { ConnectionsService } from './connections.service.ts';
import { connectionFailure } from './engine-failure.ts';

const limitMs = 20_000;

export interface TestOutcome {
  connected: boolean;
  version: string | null;
  tablesCount: number | null;
  /** Milliseconds until the database had answered first; null when it did not. */
  connectMs: number | null;
  message: Text;
  cause: string | null;
  hint: Text | null;
}

/** Tries connections out. That a database cannot be reached is an outcome here, not an error. */
export function createConnectionTester(deps: {
  service: ConnectionsService;
  editor: ConnectionEditor;
  opener: ConnectionOpener;
}) {
  const { service, editor, opener } = deps;

  async function attempt(
    work: (signal: AbortSignal, connected: () => void) => Promise<{ version: string; tables: number }>,
  ): Promise<TestOutcome> {
    const limit = AbortSignal.timeout(limitMs);
    const startedAt = performance.now();
    let connectMs: number | null = null;
    const connected = () => {
      connectMs = performance.now() - startedAt;
    };
    const late = new Promise<never>((_resolve, reject) => {
      limit.addEventListener('abort', () => reject(unanswered()), { once: true });
    });
    try {
      const { version, tables } = await Promise.race([work(limit, connected), late]);
      return {
        connected: true,
        version,
        tablesCount: tables,
        connectMs,
        message: { zh: '连接成功', en: 'Connected' },
        cause: null,
        hint: null,
      };
    } catch (error) {
      return describeFailure(connectionFailure(error));
    }
  }

  return {
    /** Tests a stored connection and reads its catalog anew. */
    async test(principal: Principal, id: string): Promise<TestOutcome> {
      const connection = await service.get(principal, id);
      return attempt(async (signal, connected) => {
        const version = await (await service.database(connection)).version();
        connected();
        const { catalog } = await service.catalog(connection, { refresh: true, signal });
        return { version, tables: catalog.tables.length };
      });
    },

    /** Tests settings before they are saved, with the kept password when `id` names a stored connection. */
    async testInput(principal: Principal, input: ConnectionInput & { id?: string }): Promise<TestOutcome> {
      const { engine, clear, secret } = await editor.preview(principal, input);
      return attempt(async (signal, connected) => {
        let database: Database | null = null;
        try {
          database = await opener.open(engine, withSecrets(clear, secret), isAdmin(principal));
          const version = await database.version();
          connected();
          return { version, tables: (await database.catalog(signal)).tables.length };
        } finally {
          await database?.close();
        }
      });
    },
  };
}

export type ConnectionTester = ReturnType<typeof createConnectionTester>;

function unanswered(): EngineError {
  return new EngineError('timeout', `No answer within ${limitMs / 1000} s`, {
    hint: {
      zh: '数据库没有及时响应，请检查地址、防火墙和数据库负载',
      en: 'The database did not answer in time; check the address, the firewall and its load',
    },
  });
}

function describeFailure(error: unknown): TestOutcome {
  const problem = expectedProblem(error);
  if (!problem) throw error;
  const { cause, message, hint } = problem;
  const isEngines = error instanceof AppError && error.cause instanceof EngineError;
  return {
    connected: false,
    version: null,
    tablesCount: null,
    connectMs: null,
    message: isEngines ? { zh: `连接失败：${message.zh}`, en: `Connecting failed: ${message.en}` } : message,
    cause,
    hint,
  };
}
