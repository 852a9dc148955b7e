import { createServer, type Server } from 'node:net';
import { describe, expect } from 'vitest';
import { readRows, type Trial, trialContext } from './trial.ts';

async function silentServer(): Promise<{ server: Server; port: number }> {
  const server = createServer((socket) => socket.on('error', () => {}));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, port: (server.address() as { port: number }).port };
}

/** Statements and settings that must not work. */
export function tryRefusals({ engine, prepared, database, open, spec, fixture }: Trial): void {
  describe('refuses', () => {
    for (const [sql, code] of fixture.failures) {
      spec(`${sql} with code ${code}`, async () => {
        await expect(readRows(database(), sql)).rejects.toMatchObject({ name: 'EngineError', code });
      });
    }

    spec('a second statement', async () => {
      await expect(readRows(database(), 'SELECT 1; SELECT 2')).rejects.toMatchObject({ code: 'syntax' });
    });

    spec('characters that no database takes', async () => {
      for (const text of ['a\0b', 'a\ud800b']) {
        await expect(database().query(['SELECT ', text, ''].join("'"))).rejects.toMatchObject({
          code: 'syntax',
        });
        await expect(database().query('SELECT 1', { params: [text] })).rejects.toThrow('parameter 1');
      }
    });

    spec('options that its form does not have', async () => {
      const options = { ...prepared().settings.options, allowLoadLocalInfile: true };
      await expect(engine.open({ ...prepared().settings, options }, trialContext)).rejects.toMatchObject({
        code: 'settings',
        message: expect.stringContaining('allowLoadLocalInfile'),
      });
    });

    for (const [name, change, code] of fixture.badSettings) {
      spec(`${name} with code ${code}`, async () => {
        const broken = await engine.open({ ...prepared().settings, ...change }, trialContext);
        await expect(broken.version()).rejects.toMatchObject({ name: 'EngineError', code });
        await broken.close();
      });
    }

    if (!engine.features.file) {
      spec('to wait for a server that accepts and then says nothing', async () => {
        const { server, port } = await silentServer();
        const hanging = await engine.open(
          { ...prepared().settings, port },
          { ...trialContext, connectTimeoutMs: 300 },
        );
        await expect(hanging.version()).rejects.toMatchObject({ code: 'timeout' });
        await hanging.close();
        server.close();
      });

      spec('hosts that the egress policy refuses, in the words of the policy', async () => {
        const refusal = new Error('This address is not allowed');
        const resolveHost = () => Promise.reject(refusal);
        const fenced = await open({ resolveHost });
        await expect(fenced.version()).rejects.toBe(refusal);
        await fenced.close();
      });
    }
  });
}
