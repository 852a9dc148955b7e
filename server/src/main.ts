import { buildApp } from './app.ts';
import { type Config, ConfigError, readConfig } from './config.ts';
import { lockDataFolder, prepareDataFolder, StartError } from './platform/db/data-folder.ts';
import type { FamilyPort } from './platform/http/family-ports.ts';

const drainMs = 15_000;

async function main(): Promise<void> {
  const config = readConfig();
  prepareDataFolder(config.dataDir);
  const lock = config.databaseUrl === null ? lockDataFolder(config.dataDir) : null;
  const app = await buildApp(config);
  const serves = config.role !== 'worker';
  const address = serves ? await listen(app.http, config) : null;
  const familyPorts = serves ? await app.listenForFamilies() : [];
  app.start();

  let stopping = false;
  const stop = async (signal: string) => {
    if (stopping) return;
    stopping = true;
    app.http.log.info({ module: 'main', signal }, 'stopping');
    setTimeout(() => process.exit(1), drainMs).unref();
    await app.stop();
    lock?.release();
    process.exit(0);
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  greet(address, familyPorts, config, app.newAdminPassword);
}

async function listen(http: Awaited<ReturnType<typeof buildApp>>['http'], config: Config): Promise<string> {
  try {
    return await http.listen({ host: config.host, port: config.port });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const reasons: Record<string, string> = {
      EADDRINUSE: `Port ${config.port} on ${config.host} is in use. Stop the other program, or set SEXTANT_PORT.`,
      EACCES: `Port ${config.port} may not be used by this user. Set SEXTANT_PORT to one above 1023.`,
      EADDRNOTAVAIL: `This machine has no address ${config.host}. Set SEXTANT_HOST.`,
    };
    throw new StartError(reasons[code ?? ''] ?? `Cannot listen on ${config.host}:${config.port}: ${code}`, {
      cause: error,
    });
  }
}

function greet(
  address: string | null,
  familyPorts: FamilyPort[],
  config: Config,
  newAdminPassword: string | null,
): void {
  const lines = [
    `六分仪 Sextant  ${address ?? '执行任务的进程，不提供网页 · a worker: it runs tasks and serves nothing'}`,
    ...familyPorts.map(({ family, port }) => `接口 API ${family}  http://${config.host}:${port}`),
    `数据目录 data folder  ${config.dataDir}`,
  ];
  if (newAdminPassword !== null) {
    lines.push(
      '',
      '首次启动，请保存管理员密码（只显示这一次） · First start; keep the password, it is shown only once',
      '用户 user      admin',
      `密码 password  ${newAdminPassword}`,
    );
  }
  process.stdout.write(`\n  ${lines.join('\n  ')}\n\n`);
}

main().catch((error: unknown) => {
  const expected = error instanceof StartError || error instanceof ConfigError;
  process.stderr.write(`\n${expected ? (error as Error).message : (error as Error)?.stack}\n\n`);
  process.exit(1);
});
