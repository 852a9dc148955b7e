import type { Generated } from 'kysely';

/** Extensions, the versions of their code, and what their runs brought. */
export interface ExtensionTables {
  extensions: {
    number: Generated<number>;
    id: string;
    name: string;
    description: string;
    /** Of `extension_versions`: the one that runs. */
    version: number;
    enabled: number;
    execution_mode: string;
    result_type: string | null;
    show_in_home: number;
    timeout_seconds: number;
    /** JSON lists of who may run it. */
    roles: string;
    user_ids: string;
    /** Its config, sealed JSON; null for the defaults. */
    secret: string | null;
    creator_id: string | null;
    created_at: string;
    updated_at: string;
  };
  extension_versions: {
    extension_id: string;
    version: number;
    filename: string;
    language: string;
    sha256: string;
    source: string;
    /** JSON of what the code says of itself. */
    description: string;
    author_id: string | null;
    created_at: string;
  };
  extension_results: {
    number: Generated<number>;
    execution_id: string;
    extension_id: string;
    type: string;
    bytes: number;
    /** JSON of the adapted result. */
    result: string;
    /** Whether its content stands beside it as a file. */
    has_file: number;
    created_at: string;
  };
}
