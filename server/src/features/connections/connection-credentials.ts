import type { ConnectionInput } from '@sextant/contract/connections';
import type { Principal } from '../../platform/auth/principal.ts';
import type { SettingsParts } from './settings-input.ts';

/** The logins that are kept once and used by many connections, as far as connections ask. */
export interface ConnectionCredentials {
  /** Refuses a credential that is not theirs to use, or not for this engine. */
  requireUsable(principal: Principal, id: string, engineId: string): Promise<{ username: string }>;
  /** The login itself, for opening a connection; the use goes on record. */
  login(id: string, connection: { id: string | null; name: string }): Promise<CredentialLogin>;
}

export interface CredentialLogin {
  username: string;
  password: string;
}

type Login = Pick<ConnectionInput, 'username' | 'password'>;

/**
 * What a form says about the login: the credential that it is after saving, and the form with that credential's user
 * name and no password of its own. Who points a credential at another server must be allowed to use it.
 */
export async function chooseLogin<I extends Partial<ConnectionInput>>(
  principal: Principal,
  input: I,
  current: { credentialId: string | null; parts: SettingsParts } | null,
  engineId: string,
  credentials: ConnectionCredentials,
): Promise<{ credentialId: string | null; input: I }> {
  const kept = current?.credentialId ?? null;
  const credentialId = input.credential_id === undefined ? kept : input.credential_id;
  if (credentialId === null) return { credentialId, input };
  if (credentialId === kept && current && !isMoved(input, current.parts, engineId)) {
    const login: Login = { username: current.parts.clear.username, password: null };
    return { credentialId, input: { ...input, ...login } };
  }
  const { username } = await credentials.requireUsable(principal, credentialId, engineId);
  const login: Login = { username, password: null };
  return { credentialId, input: { ...input, ...login } };
}

/** Whether the connection would reach another server than before. */
function isMoved(
  input: Partial<ConnectionInput>,
  { engine, clear }: SettingsParts,
  engineId: string,
): boolean {
  const differs = (name: 'host' | 'port') => input[name] !== undefined && input[name] !== clear[name];
  return (
    engine.id !== engineId || differs('host') || differs('port') || differsInOptions(input, clear.options)
  );
}

/** Options may name another way to the server or turn its checks off. */
function differsInOptions(
  input: Partial<ConnectionInput>,
  options: SettingsParts['clear']['options'],
): boolean {
  if (input.options === undefined) return false;
  const given = Object.entries(input.options).filter(([, value]) => value !== null && value !== '');
  const known = Object.entries(options).filter(([, value]) => value !== null && value !== '');
  return given.length !== known.length || given.some(([name, value]) => options[name] !== value);
}
