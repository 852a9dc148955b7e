import { instanceCsvColumns } from '@sextant/contract/instances';
import { csvHeader, csvLineWriter } from '@sextant/engines/csv-text';
import type { InstanceView } from './instance-view.ts';

const columns = instanceCsvColumns.map((name) => ({ name, type: 'text', kind: 'text' as const }));

/** Instances as CSV that can be imported again. There is no secret in it. */
export function writeInstancesCsv(
  views: readonly InstanceView[],
  credentialNames: ReadonlyMap<string, string>,
): string {
  const write = csvLineWriter(columns);
  const lines = views.map(({ connection, notes, tags }) => {
    const { settings, engine, credentialId } = connection;
    return write([
      connection.name,
      engine.id,
      settings.host,
      settings.port,
      settings.database,
      settings.username,
      credentialId === null ? null : (credentialNames.get(credentialId) ?? null),
      notes.environment,
      tags.length === 0 ? null : tags.map(({ name }) => name).join(';'),
      notes.contact,
      connection.description,
      connection.isShared ? 'true' : 'false',
      notes.is_active === 1 ? 'true' : 'false',
    ]);
  });
  return csvHeader(columns) + lines.join('');
}
