import type { SecretBox } from './secret-box.ts';
import { isSecretParameter, secretMask } from './secret-names.ts';

const prefix = 'sealed:';

/** What a JSON of parameters holds where something is sealed, as SQL's LIKE looks for it. */
export const sealedPattern = `%"${prefix}v1.%`;

/** Parameters as JSON, the values under secret names sealed for their record. */
export function sealParams(box: SecretBox, params: Record<string, unknown>, recordId: string): string {
  const seal = (value: Leaf) => prefix + box.seal(JSON.stringify(value), recordId);
  return JSON.stringify(mapSecrets(params, (value) => (value === secretMask ? value : seal(value))));
}

/** Stored parameters in clear, whether or not their secrets were sealed. */
export function openParams(box: SecretBox, stored: string, recordId: string): Record<string, unknown> {
  const open = (value: Leaf): unknown =>
    isSealed(value) ? JSON.parse(box.open(value.slice(prefix.length), recordId)) : value;
  return mapSecrets(JSON.parse(stored), open);
}

/** Stored parameters for people's eyes: `***` under secret names. */
export function maskParams(stored: string): Record<string, unknown> {
  return mapSecrets(JSON.parse(stored), () => secretMask);
}

type Leaf = string | number;

const isSealed = (value: Leaf): value is string =>
  typeof value === 'string' && value.startsWith(`${prefix}v1.`);

function mapSecrets(
  params: Record<string, unknown>,
  map: (value: Leaf) => unknown,
  within = false,
): Record<string, unknown> {
  const of = (value: unknown, isSecret: boolean): unknown => {
    if (Array.isArray(value)) return value.map((one) => of(one, isSecret));
    if (typeof value === 'object' && value !== null)
      return mapSecrets(value as Record<string, unknown>, map, isSecret);
    const isLeaf = typeof value === 'number' || (typeof value === 'string' && value !== '');
    return isSecret && isLeaf ? map(value) : value;
  };
  return Object.fromEntries(
    Object.entries(params).map(([name, value]) => [name, of(value, within || isSecretParameter(name))]),
  );
}
