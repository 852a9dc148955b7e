import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';
import { Agent, fetch as undiciFetch } from 'undici';
import { AppError } from '../errors/app-error.ts';

export type EgressMode = 'open' | 'public';

/**
 * Decides which addresses the product may dial for its users. Metadata and link-local addresses are always
 * refused; loopback and private ranges only in `public` mode, unless an administrator registered the host.
 */
export interface Egress {
  /** The one address to dial for a host; `trusted` lifts the private-range rule, never the metadata rule. */
  resolve(host: string, options?: { trusted?: boolean }): Promise<string>;
  /** Refuses, before it is kept, a host that will never be dialled, even for administrators; one that is not found may come. */
  requireAllowed(host: string): Promise<void>;
  /** `fetch` whose sockets go only to checked addresses; a redirect is an error, or the caller's with `manual`. */
  fetchWith(options?: { trusted?: boolean }): typeof fetch;
  close(): Promise<void>;
}

const privateRanges = new Set(['loopback', 'private', 'uniqueLocal', 'carrierGradeNat']);
const metadataAddresses = new Set(['169.254.169.254', '100.100.100.200', 'fd00:ec2::254', '192.0.0.192']);

export type Resolver = (host: string) => Promise<string[]>;

async function systemResolver(host: string): Promise<string[]> {
  return (await lookup(host, { all: true })).map(({ address }) => address);
}

/** The egress policy for a mode; every address of a name must pass, and the first one is the one dialled. */
export function createEgress(mode: EgressMode, resolver: Resolver = systemResolver): Egress {
  async function resolve(host: string, { trusted = false } = {}): Promise<string> {
    const bare = host.replace(/^\[(.*)\]$/, '$1');
    const privateAllowed = mode === 'open' || trusted;
    // Who may not reach inside must not learn either which names there are inside.
    const notFound = privateAllowed ? unknownHost : refusal;
    const addresses = isIP(bare) ? [bare] : await lookUp(bare, resolver, notFound);
    for (const address of addresses) {
      if (!isAllowed(address, privateAllowed)) throw refusal(host);
    }
    const [first] = addresses;
    if (first === undefined) throw notFound(host);
    return first;
  }

  const agents = new Map<boolean, Agent>();
  function agentFor(trusted: boolean): Agent {
    const known = agents.get(trusted);
    if (known) return known;
    const agent = new Agent({
      connect: {
        lookup: (host, options, done) => {
          resolve(host, { trusted }).then(
            (address) => {
              const family = isIP(address);
              if (options.all) done(null, [{ address, family }]);
              else done(null, address, family);
            },
            (error: Error) => done(error, '', 0),
          );
        },
      },
    });
    agents.set(trusted, agent);
    return agent;
  }

  return {
    resolve,
    async requireAllowed(host) {
      await resolve(host, { trusted: true }).catch((error: unknown) => {
        if (error instanceof AppError && error.code === 'EGRESS_REFUSED') throw error;
      });
    },
    fetchWith({ trusted = false } = {}) {
      const checked = async (input: string | URL | Request, init?: RequestInit) => {
        const url = new URL(input instanceof Request ? input.url : input);
        // An address literal never reaches the agent's lookup.
        await resolve(url.hostname, { trusted });
        const redirect = init?.redirect === 'manual' ? 'manual' : 'error';
        return undiciFetch(url, { ...init, redirect, dispatcher: agentFor(trusted) } as Parameters<
          typeof undiciFetch
        >[1]);
      };
      return checked as unknown as typeof fetch;
    },
    async close() {
      await Promise.all([...agents.values()].map((agent) => agent.close()));
    },
  };
}

async function lookUp(
  host: string,
  resolver: Resolver,
  notFound: (host: string, cause: unknown) => AppError,
): Promise<string[]> {
  try {
    return await resolver(host);
  } catch (cause) {
    throw notFound(host, cause);
  }
}

function isAllowed(address: string, privateAllowed: boolean): boolean {
  const parsed = ipaddr.process(address);
  if (metadataAddresses.has(parsed.toString())) return false;
  const range = parsed.range();
  if (range === 'unicast') return true;
  return privateAllowed && privateRanges.has(range);
}

function refusal(host: string): AppError {
  return new AppError(
    'EGRESS_REFUSED',
    {
      zh: `出网策略不允许访问 ${host}，或者没有这个主机，请检查拼写。内网地址请由管理员登记，或设置 SEXTANT_EGRESS=open`,
      en: `The egress policy does not allow ${host}, or there is no such host; check its spelling. Have an administrator register a private address, or set SEXTANT_EGRESS=open`,
    },
    { details: { host } },
  );
}

function unknownHost(host: string, cause?: unknown): AppError {
  return new AppError(
    'CONNECTION_FAILED',
    { zh: `找不到主机 ${host}，请检查拼写`, en: `Host ${host} cannot be found; check its spelling` },
    { details: { host }, cause },
  );
}
