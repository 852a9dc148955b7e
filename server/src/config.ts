import { isIP } from 'node:net';
import { resolve } from 'node:path';
import ipaddr from 'ipaddr.js';
import { z } from 'zod';
import { readS3Address, type S3Address } from './platform/storage/s3-address.ts';

const families = ['wenshu', 'dataquery', 'whalefall', 'akshare'] as const;
export type FamilyName = (typeof families)[number];

const portSchema = z.coerce.number().int().min(0).max(65_535);

const familyPortsSchema = z.string().transform((text, context) => {
  const ports: Partial<Record<FamilyName, number>> = {};
  for (const entry of text.split(',').filter((part) => part.trim() !== '')) {
    const [name = '', port = ''] = entry.split('=').map((part) => part.trim());
    const family = families.find((known) => known === name);
    const parsed = portSchema.safeParse(port);
    if (!family || port === '' || !parsed.success) {
      context.addIssue(`"${entry}" is not family=port; families are ${families.join(', ')}`);
      return z.NEVER;
    }
    ports[family] = parsed.data;
  }
  return ports;
});

const timezoneSchema = z.string().refine(isTimezone, 'is not a time zone; use a name such as Asia/Shanghai');

/** Addresses and ranges of proxies; `loopback` is one of the names that the HTTP server knows. */
const trustProxySchema = z.string().transform((text, context) => {
  if (text === 'off') return false;
  const proxies = text.split(',').map((part) => part.trim());
  const wrong = proxies.find((proxy) => proxy !== 'loopback' && !isAddressOrRange(proxy));
  if (wrong === undefined) return proxies.join(', ');
  context.addIssue(
    `"${wrong}" is no proxy; give off, loopback, or the addresses and ranges of your proxies (10.0.0.5, 10.1.0.0/16)`,
  );
  return z.NEVER;
});

/** A range of everybody would let every client say where it comes from. */
function isAddressOrRange(text: string): boolean {
  const [address = '', prefix] = text.split('/', 2);
  return isIP(address) > 0 && (prefix === undefined || (ipaddr.isValidCIDR(text) && Number(prefix) > 0));
}

const storageSchema = z.string().transform((text, context): S3Address => {
  const address = readS3Address(text);
  if (typeof address !== 'string') return address;
  context.addIssue(address);
  return z.NEVER;
});

const environmentSchema = z.object({
  SEXTANT_HOST: z.string().min(1).default('127.0.0.1'),
  SEXTANT_PORT: portSchema.default(8000),
  SEXTANT_DATA_DIR: z.string().min(1).default('./data'),
  SEXTANT_DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'must start with postgresql://')
    .optional(),
  SEXTANT_STORAGE_URL: storageSchema.optional(),
  SEXTANT_ROLE: z.enum(['all', 'web', 'worker']).default('all'),
  SEXTANT_SECRET: z.string().min(32, 'must have at least 32 characters').optional(),
  SEXTANT_NEW_SECRET: z.string().min(32, 'must have at least 32 characters').optional(),
  SEXTANT_ADMIN_PASSWORD: z.string().min(8, 'must have at least 8 characters').optional(),
  SEXTANT_FAMILY_PORTS: familyPortsSchema.default({}),
  SEXTANT_ROOT_FAMILY: z.enum(families).default('dataquery'),
  SEXTANT_EGRESS: z.enum(['open', 'public']).optional(),
  SEXTANT_TRUST_PROXY: trustProxySchema.default(false),
  SEXTANT_RATE_LIMIT: z.enum(['on', 'off']).default('on'),
  SEXTANT_MODEL_TIMEOUT: z.coerce.number().min(1).max(3600).default(120),
  SEXTANT_TIMEZONE: timezoneSchema.default(Intl.DateTimeFormat().resolvedOptions().timeZone),
  SEXTANT_PYTHON: z.string().min(1).default('python3'),
  SEXTANT_SAMPLE_DATA: z.enum(['on', 'off']).default('on'),
  SEXTANT_LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
});

function isTimezone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

const loopbackHosts = new Set(['127.0.0.1', '::1', 'localhost']);

/** The validated configuration; everything the process may know of its environment. */
export interface Config {
  host: string;
  port: number;
  dataDir: string;
  databaseUrl: string | null;
  /** The S3-compatible store that files lie in; null for the data folder. */
  storage: S3Address | null;
  /** Serves people (`web`), runs tasks (`worker`), or both. */
  role: 'all' | 'web' | 'worker';
  secret: string | null;
  /** The key that `npm run rotate-secret` changes to when the key comes from the environment. */
  newSecret: string | null;
  adminPassword: string | null;
  familyPorts: Partial<Record<FamilyName, number>>;
  rootFamily: FamilyName;
  egress: 'open' | 'public';
  /** The proxies whose word on a client's address is taken; false for none. */
  trustProxy: string | false;
  rateLimit: boolean;
  /** Seconds that a language model has for a reply; a quarter of them for its first word. */
  modelTimeout: number;
  timezone: string;
  /** The Python that runs scripts in Python. */
  python: string;
  sampleData: boolean;
  logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent';
}

export class ConfigError extends Error {}

/** Reads `SEXTANT_*` variables; throws a `ConfigError` that lists every mistake with its value's name. */
export function readConfig(environment: Record<string, string | undefined> = process.env): Config {
  const given = Object.fromEntries(
    Object.entries(environment).filter(([name, value]) => name.startsWith('SEXTANT_') && value !== ''),
  );
  const unknown = Object.keys(given).filter((name) => !(name in environmentSchema.shape));
  const parsed = environmentSchema.safeParse(given);
  const mistakes = unknown.map((name) => `${name} is not a setting of Sextant; see .env.example`);
  if (!parsed.success) {
    mistakes.push(...parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`));
  }
  if (parsed.data && parsed.data.SEXTANT_ROLE !== 'all' && parsed.data.SEXTANT_DATABASE_URL === undefined) {
    mistakes.push(
      'SEXTANT_ROLE: several processes share their work through PostgreSQL; set SEXTANT_DATABASE_URL too',
    );
  }
  if (mistakes.length > 0 || !parsed.success) {
    throw new ConfigError(`配置有误 · Configuration is wrong:\n  ${mistakes.join('\n  ')}`);
  }
  const value = parsed.data;
  return {
    host: value.SEXTANT_HOST,
    port: value.SEXTANT_PORT,
    dataDir: resolve(value.SEXTANT_DATA_DIR),
    databaseUrl: value.SEXTANT_DATABASE_URL ?? null,
    storage: value.SEXTANT_STORAGE_URL ?? null,
    role: value.SEXTANT_ROLE,
    secret: value.SEXTANT_SECRET ?? null,
    newSecret: value.SEXTANT_NEW_SECRET ?? null,
    adminPassword: value.SEXTANT_ADMIN_PASSWORD ?? null,
    familyPorts: value.SEXTANT_FAMILY_PORTS,
    rootFamily: value.SEXTANT_ROOT_FAMILY,
    egress: value.SEXTANT_EGRESS ?? (loopbackHosts.has(value.SEXTANT_HOST) ? 'open' : 'public'),
    trustProxy: value.SEXTANT_TRUST_PROXY,
    rateLimit: value.SEXTANT_RATE_LIMIT === 'on',
    modelTimeout: value.SEXTANT_MODEL_TIMEOUT,
    timezone: value.SEXTANT_TIMEZONE,
    python: value.SEXTANT_PYTHON,
    sampleData: value.SEXTANT_SAMPLE_DATA === 'on',
    logLevel: value.SEXTANT_LOG_LEVEL,
  };
}
