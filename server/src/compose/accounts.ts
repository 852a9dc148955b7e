import type { FastifyInstance } from 'fastify';
import { createAccountsFeature } from '../features/accounts/accounts.feature.ts';
import { createClassificationFeature } from '../features/classification/classification.feature.ts';
import { requireRule } from '../features/classification/rule-check.ts';
import type { Ask } from './ask.ts';
import type { Govern } from './govern.ts';
import type { People } from './people.ts';
import type { Platform } from './platform.ts';

/** Accounts inside instances, what changed of them, and their classes. */
export async function composeAccounts(platform: Platform, people: People, ask: Ask, govern: Govern) {
  const { db, events, audit } = platform;
  const accounts = await createAccountsFeature({
    db,
    connections: ask.connections.service,
    events,
    audit,
    notify: people.notifications.notify,
    compile(expression) {
      const rule = requireRule(expression);
      return (account) => rule.matches(account, Date.now());
    },
    allowance: (classId) => classification.service.allowance(classId),
  });
  const classification = await createClassificationFeature({ db, accounts: accounts.service, audit });
  govern.sync.sessions.addInstanceWork(accounts.work);
  govern.sync.sessions.addWholeWork(classification.work);
  return {
    accounts,
    classification,
    register(http: FastifyInstance): void {
      accounts.register(http);
      classification.register(http);
    },
  };
}

export type Accounts = Awaited<ReturnType<typeof composeAccounts>>;
