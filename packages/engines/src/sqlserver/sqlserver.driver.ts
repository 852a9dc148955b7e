import { exactReader, type ReadValue } from './sqlserver.wire.ts';

type Tedious = typeof import('tedious');

let loaded: Promise<Tedious> | null = null;

async function load(): Promise<Tedious> {
  const [{ default: tedious }, { default: values }, { default: helpers }] = await Promise.all([
    import('tedious'),
    import('tedious/lib/value-parser.js'),
    import('tedious/lib/token/helpers.js'),
  ]);
  const missing = (bytes: number) => new helpers.NotEnoughDataError(bytes);
  Object.assign(values, { readValue: exactReader(values.readValue as ReadValue, missing) });
  return tedious;
}

/**
 * The driver, loaded with the first connection, and with a value reader that loses nothing. It has no option for
 * that, and wrapping statements in casts would change their names, order and plans; so its reader is replaced, for
 * the exact version that package.json names. `sqlserver.values.test.ts` fails when a newer one reads elsewhere.
 */
export function loadTedious(): Promise<Tedious> {
  loaded ??= load();
  return loaded;
}
