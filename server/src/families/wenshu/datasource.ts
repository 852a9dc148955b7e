import type { ConnectionsService } from '../../features/connections/connections.service.ts';
import type { StoredConnection } from '../../features/connections/stored-connection.ts';
import type { Principal } from '../../platform/auth/principal.ts';
import { AppError, notFound } from '../../platform/errors/app-error.ts';

const thing = { zh: '数据源', en: 'Data source' };

/** The data source with this number; 404 in the document's own words when the principal sees none. */
export async function findDatasource(
  connections: ConnectionsService,
  principal: Principal,
  number: number,
): Promise<StoredConnection> {
  try {
    return await connections.getByNumber(principal, number);
  } catch (error) {
    throw error instanceof AppError && error.code === 'NOT_FOUND' ? notFound(thing, String(number)) : error;
  }
}
