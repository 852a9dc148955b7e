import { olapProfile } from '../doris/doris.engine.ts';
import { type GrantWords, olapRights } from '../doris/doris.rights.ts';
import type { Engine } from '../engine.ts';
import { createMysqlEngine } from '../mysql/mysql.engine.ts';
import type { MysqlProfile } from '../mysql/mysql.profile.ts';

const grant: GrantWords = (database) => ['GRANT SELECT ON ALL TABLES IN DATABASE', database, 'TO USER'];

export const starrocksProfile: MysqlProfile = {
  ...olapProfile,
  id: 'starrocks',
  label: 'StarRocks',
  unproven: true,
  versionText: (version, comment) => `StarRocks ${/([\d]+(?:\.\d+)+)/.exec(comment)?.[1] ?? version}`,
  systemSchemas: [...olapProfile.systemSchemas, 'starrocks_audit_db__'],
  readRights: olapRights(grant),
};

/** StarRocks 2.5 and newer. */
export const starrocks: Engine = createMysqlEngine(starrocksProfile);
