import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import packageJson from '../../package.json' with { type: 'json' };
import { composeAccounts } from './compose/accounts.ts';
import { composeAsk } from './compose/ask.ts';
import { composeCollect } from './compose/collect.ts';
import { composeExtensions } from './compose/extensions.ts';
import { composeFamilies } from './compose/families.ts';
import { composeFiles } from './compose/files.ts';
import { composeGolden } from './compose/golden.ts';
import { composeGovern } from './compose/govern.ts';
import { composeObserve } from './compose/observe.ts';
import { composePeople } from './compose/people.ts';
import { createPlatform } from './compose/platform.ts';
import { composeRooms } from './compose/rooms.ts';
import type { Config } from './config.ts';
import { registerSystemRoutes } from './features/system.routes.ts';
import { serveApiDocs } from './platform/http/api-docs.ts';
import { createFamilyPorts, type FamilyPort } from './platform/http/family-ports.ts';
import { registerFamily } from './platform/http/family-routes.ts';
import { createHttpServer } from './platform/http/http-server.ts';
import { serveWeb } from './platform/http/web-files.ts';
import { serveLive } from './platform/live/serve-live.ts';

export interface App {
  http: FastifyInstance;
  /** The password of the first administrator when this start made one up; shown once by `main.ts`. */
  newAdminPassword: string | null;
  /** Opens the ports that the configuration gives to families; call once the main port listens. */
  listenForFamilies(): Promise<FamilyPort[]>;
  start(): void;
  /** Ends running work, then closes what was opened. */
  stop(): Promise<void>;
}

/** Builds platform and features (`compose/`) for a configuration; nothing listens or ticks yet. */
export async function buildApp(config: Config): Promise<App> {
  const platform = await createPlatform(config);
  const people = composePeople(platform);
  const newAdminPassword = await people.users.createFirstAdmin(config.adminPassword);
  const ask = composeAsk(platform, people);
  const files = await composeFiles(platform, people, ask);
  const collect = await composeCollect(platform, people, ask);
  const golden = composeGolden(platform, people, ask, collect);
  const govern = composeGovern(platform, people, ask, collect);
  const accounts = await composeAccounts(platform, people, ask, govern);
  const rooms = composeRooms(platform, people, ask, collect, files);
  const observe = await composeObserve(platform, people, collect, rooms);

  const extensions = composeExtensions(platform, people, collect, files);
  const families = composeFamilies(platform, {
    people,
    ask,
    collect,
    files,
    rooms,
    extensions,
    govern,
    accounts,
    observe,
  });
  const familyPorts = createFamilyPorts(families);
  const http = await createHttpServer({
    config,
    logger: platform.logger,
    logStore: platform.logStore,
    authenticate: people.users.authenticate,
    families,
    familyPorts,
  });
  await serveLive(http);
  people.register(http, ask.choices);
  ask.register(http);
  files.register(http);
  collect.register(http);
  extensions.register(http);
  golden.register(http);
  govern.register(http);
  accounts.register(http);
  observe.register(http);
  rooms.register(http);
  registerSystemRoutes(http, { db: platform.db, version: packageJson.version });
  for (const family of families) await registerFamily(http, family, config);
  await serveApiDocs(http, packageJson.version, families);
  await serveWeb(http, join(import.meta.dirname, '../../web/dist'));

  return {
    http,
    newAdminPassword,
    listenForFamilies() {
      return familyPorts.open(http.server, config.host, config.familyPorts);
    },
    start() {
      platform.start();
      people.start();
      ask.start();
      files.start();
      collect.start();
      golden.start();
      govern.start();
      rooms.start();
      observe.start();
    },
    async stop() {
      await collect.stopScheduling();
      await golden.stop();
      await govern.stop();
      await observe.stop();
      people.stop();
      await Promise.all([familyPorts.close(), http.close(), rooms.stop(), ask.stop(), collect.stop()]);
      await files.stop();
      await ask.close();
      await extensions.close();
      await collect.close();
      await platform.close();
    },
  };
}
