/** What stands for a secret; sent back it leaves the secret as it is. */
export const secretMask = '***';

/** Names of settings and parameters that speak of secrets. */
export const secretName = /(secret|passw|pwd|credential|authorization|key$|token$)/i;

/** As `secretName`, for parameters: `key` alone is where scripts ask for the key columns of their table. */
export const isSecretParameter = (name: string): boolean =>
  secretName.test(name) && !/^(primary_?)?key$/i.test(name);
