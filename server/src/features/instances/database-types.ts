import type { DatabaseType } from '@sextant/contract/instances';
import { engines } from '@sextant/engines/registry';

/** Engines whose accounts can be synchronised. */
const withAccounts = new Set(['mysql', 'postgresql', 'sqlserver', 'oracle', 'clickhouse']);

/** Every kind of database with its form and defaults. `counts` says how many instances of each somebody sees. */
export function databaseTypes(counts: ReadonlyMap<string, number>): DatabaseType[] {
  return engines.map((engine, at) => {
    const own = (name: string) => engine.fields.find((field) => field.name === name && !field.option);
    const port = own('port')?.default;
    const database = own('database')?.default;
    return {
      id: engine.id,
      number: at + 1,
      label: engine.label,
      dialect: engine.dialect,
      unproven: engine.unproven ?? false,
      is_file: engine.features.file,
      default_port: typeof port === 'number' ? port : null,
      default_database: typeof database === 'string' ? database : null,
      instances_count: counts.get(engine.id) ?? 0,
      features: [
        ...(engine.features.schemas ? (['schemas'] as const) : []),
        ...(engine.features.cancel ? (['cancel'] as const) : []),
        ...(withAccounts.has(engine.id) ? (['accounts'] as const) : []),
        'capacity',
      ],
      fields: engine.fields,
    };
  });
}
