import { isIP } from 'node:net';
import { EngineError } from '../engine-error.ts';

/** Where a listener is and what to ask it for. */
export interface OracleTarget {
  /** The address that the egress policy let through; never a name. */
  address: string;
  port: number;
  name: string;
  nameKind: 'service' | 'sid';
  encrypted: boolean;
}

const plainName = /^[A-Za-z0-9_.$#-]{1,255}$/;

/**
 * Refuses service names and SIDs with characters that mean something in a connect descriptor, which has no way of
 * quoting them that all versions agree on. Throws an `EngineError('settings')`.
 */
export function checkServiceName(name: string): void {
  if (plainName.test(name)) return;
  throw new EngineError('settings', `"${name}" cannot be a service name or SID`, {
    hint: {
      zh: `服务名或 SID 只能含字母、数字和 _ . $ # -，现在是“${name}”。`,
      en: 'Service names and SIDs hold letters, digits and _ . $ # - only.',
    },
  });
}

/** The connect descriptor, put together from parts that hold no bracket: nothing that a person typed can add to it. */
export function connectDescriptor(target: OracleTarget): string {
  checkServiceName(target.name);
  if (!isIP(target.address)) throw new RangeError(`${target.address} is no address`);
  const protocol = target.encrypted ? 'tcps' : 'tcp';
  const address = `(ADDRESS=(PROTOCOL=${protocol})(HOST=${target.address})(PORT=${Math.trunc(target.port)}))`;
  const key = target.nameKind === 'sid' ? 'SID' : 'SERVICE_NAME';
  return `(DESCRIPTION=${address}(CONNECT_DATA=(${key}=${target.name})))`;
}
