import { connectTimeout } from '../dial.ts';
import { EngineError, type EngineErrorCode } from '../engine-error.ts';
import { hintedError } from '../hints.ts';
import { errorCode, errorMessage, networkError } from '../network-error.ts';

const byCode: [EngineErrorCode, readonly string[]][] = [
  [
    'auth',
    ['ORA-01005', 'ORA-01017', 'ORA-01045', 'ORA-28000', 'ORA-28001', 'ORA-28009', 'NJS-101', 'NJS-116'],
  ],
  ['unknown_database', ['ORA-12154', 'ORA-12505', 'ORA-12514', 'NJS-518', 'NJS-519']],
  [
    'refused',
    ['ORA-00020', 'ORA-01033', 'ORA-01034', 'ORA-12516', 'ORA-12519', 'ORA-12520', 'ORA-12528', 'NJS-511'],
  ],
  ['tls', ['NJS-505', 'NJS-506', 'NJS-507', 'NJS-508', 'ORA-28860', 'ORA-29024']],
  ['unknown_table', ['ORA-00942', 'ORA-04043']],
  ['unknown_column', ['ORA-00904']],
  ['denied', ['ORA-01031', 'ORA-01720', 'ORA-41900', 'ORA-00990']],
  ['read_only', ['ORA-01456', 'ORA-16000']],
  ['timeout', ['NJS-123', 'NJS-510', 'ORA-03136', 'ORA-12170', 'ORA-30006']],
  ['cancelled', ['ORA-01013']],
  [
    'lost',
    [
      'NJS-500',
      'NJS-501',
      'NJS-521',
      'NJS-003',
      'ORA-00028',
      'ORA-02396',
      'ORA-03113',
      'ORA-03114',
      'ORA-03135',
    ],
  ],
  ['network', ['NJS-503', 'NJS-522', 'NJS-536']],
  // What the grammar of a statement can be blamed for.
  ['syntax', ['ORA-00900', 'ORA-00903', 'ORA-00905', 'ORA-00906', 'ORA-00907', 'ORA-00908', 'ORA-00911']],
  ['syntax', ['ORA-00917', 'ORA-00920', 'ORA-00921', 'ORA-00922', 'ORA-00923', 'ORA-00927', 'ORA-00928']],
  ['syntax', ['ORA-00933', 'ORA-00936', 'ORA-00946', 'ORA-01740', 'ORA-01756', 'ORA-03048', 'ORA-03049']],
];

const codes = new Map(byCode.flatMap(([code, list]) => list.map((name) => [name, code] as const)));

/** The number of a refusal stands in the text of the driver's own error. */
function codeOf(error: unknown): EngineErrorCode | undefined {
  const named = errorMessage(error).match(/\bORA-\d{5}\b/)?.[0];
  const byText = named === undefined ? undefined : codes.get(named);
  return byText ?? codes.get(errorCode(error));
}

/** Without the links to Oracle's help, which name versions of the driver and not what to do. */
function plainMessage(error: unknown): string {
  return errorMessage(error)
    .replace(/\n?(Help|See):? https?:\S+.*$/gms, '')
    .trim();
}

/** Turns what oracledb threw into an `EngineError`. */
export function describeOracleError(error: unknown): EngineError {
  if (error instanceof EngineError) return error;
  const known = codeOf(error);
  if (known) return hintedError(known, plainMessage(error), error);
  return networkError(error) ?? hintedError('failed', plainMessage(error), error);
}

/** As `describeOracleError`, for what goes wrong before a session stands. */
export function describeOracleConnectError(error: unknown, timeoutMs: number): EngineError {
  if (errorCode(error) === 'NJS-510') return connectTimeout(timeoutMs);
  const described = describeOracleError(error);
  const nonsense = described.code === 'failed' && !/\b(ORA|NJS)-\d+/.test(described.message);
  if (nonsense) return hintedError('network', `What answers there is no Oracle: ${described.message}`, error);
  return described.code === 'lost' ? hintedError('network', described.message, error) : described;
}
