import { connectTimeout } from '../dial.ts';
import { EngineError, type EngineErrorCode } from '../engine-error.ts';
import { hintedError } from '../hints.ts';
import { errorCode, errorMessage, networkError } from '../network-error.ts';

const byCode: [EngineErrorCode, readonly number[]][] = [
  ['auth', [18_401, 18_452, 18_456, 18_461, 18_470, 18_486, 18_487, 18_488, 40_615, 40_532]],
  ['refused', [978, 6005, 10_928, 10_929, 17_809, 40_197, 40_501, 40_613]],
  ['unknown_database', [911, 4060, 4064]],
  ['unknown_table', [208, 2812]],
  ['unknown_column', [207, 4104]],
  ['syntax', [102, 103, 105, 113, 132, 156, 170, 174, 178, 319, 343, 1018, 1035, 10_739]],
  ['denied', [229, 230, 262, 297, 300, 371, 378, 916, 15_247]],
  ['read_only', [3906, 3908]],
  ['timeout', [1222]],
  ['cancelled', [3617]],
  ['lost', [233, 596, 10_054]],
];

const numbers = new Map(byCode.flatMap(([code, list]) => list.map((number) => [number, code] as const)));

const driverCodes: Record<string, EngineErrorCode> = {
  ECANCEL: 'cancelled',
  ECLOSE: 'lost',
  EENCRYPT: 'tls',
  EINVALIDSTATE: 'lost',
  ELOGIN: 'auth',
  EPARAM: 'syntax',
  ETIMEOUT: 'timeout',
};

/** The server ends the connection after an error of this class. */
const fatalClass = 20;

/** The first of several errors is the one that the others follow from. */
function firstError(error: unknown): unknown {
  return error instanceof AggregateError && error.errors.length > 0 ? error.errors[0] : error;
}

function numberOf(error: unknown, name: 'number' | 'class' | 'lineNumber'): number {
  if (typeof error !== 'object' || error === null || !(name in error)) return 0;
  return Number((error as Record<typeof name, unknown>)[name]);
}

function serverText(error: unknown): string {
  const line = numberOf(error, 'lineNumber');
  return line > 1 ? `${errorMessage(error)} (line ${line})` : errorMessage(error);
}

/** Turns what tedious threw into an `EngineError`. */
export function describeSqlserverError(thrown: unknown): EngineError {
  const error = firstError(thrown);
  if (error instanceof EngineError) return error;
  const known = numbers.get(numberOf(error, 'number'));
  if (known) return hintedError(known, serverText(error), error);
  if (numberOf(error, 'class') >= fatalClass) return hintedError('lost', serverText(error), error);
  const fromDriver = driverCodes[errorCode(error)];
  if (fromDriver) return hintedError(fromDriver, errorMessage(error), error);
  const cause = error instanceof Error ? error.cause : undefined;
  const fromNetwork = networkError(error) ?? (cause === undefined ? null : networkError(cause));
  if (fromNetwork) return fromNetwork;
  return hintedError(errorCode(error) === 'ESOCKET' ? 'lost' : 'failed', serverText(error), error);
}

/** As `describeSqlserverError`, for what goes wrong before a session stands; `number` is the server's last error. */
export function describeSqlserverConnectError(
  error: unknown,
  number: number | null,
  timeoutMs: number,
): EngineError {
  if (errorCode(error) === 'ETIMEOUT') return connectTimeout(timeoutMs);
  const known = number === null ? undefined : numbers.get(number);
  if (known) return hintedError(known, errorMessage(error), error);
  const described = describeSqlserverError(error);
  if (described.code === 'failed' && number === null) {
    return hintedError('network', `What answers there is no SQL Server: ${described.message}`, error);
  }
  return described.code === 'lost' ? hintedError('network', described.message, error) : described;
}
