import { AppError } from '../../../platform/errors/app-error.ts';
import type { ConnectionLogin } from '../../connections/connection-opener.ts';
import { openClickhouseWarehouse } from './clickhouse-warehouse.ts';
import { openMysqlWarehouse } from './mysql-warehouse.ts';
import { openPostgresqlWarehouse } from './postgresql-warehouse.ts';
import type { Warehouse } from './warehouse.ts';

const openers: Record<string, (login: ConnectionLogin) => Promise<Warehouse>> = {
  postgresql: openPostgresqlWarehouse,
  mysql: openMysqlWarehouse,
  clickhouse: openClickhouseWarehouse,
};

/** A warehouse on the server of a connection, whose login must be allowed to write. */
export function openServerWarehouse(engineId: string, login: ConnectionLogin): Promise<Warehouse> {
  const open = openers[engineId];
  if (open) return open(login);
  const known = ['duckdb', ...Object.keys(openers)].join(', ');
  return Promise.reject(
    new AppError('BAD_REQUEST', {
      zh: `「${engineId}」的连接不能作数据仓库，可用：${known}`,
      en: `A connection to ${engineId} cannot be the warehouse; these can: ${known}`,
    }),
  );
}
