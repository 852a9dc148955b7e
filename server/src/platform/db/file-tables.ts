import type { Generated } from 'kysely';

/** Files, folders, the contents they refer to, uploads on their way, and with whom files are shared. */
export interface FileTables {
  files: {
    number: Generated<number>;
    id: string;
    /** `file` or `folder`. */
    kind: string;
    /** Whose tree it stands in; the space counts there. */
    owner_id: string;
    parent_id: string | null;
    /** Ids of the folders above, highest first: `/a/b/`; `/` at the top. */
    ancestors: string;
    name: string;
    /** The name in lower case and its pinyin initials. */
    search_text: string;
    size: number;
    sha256: string | null;
    media_type: string | null;
    created_by: string | null;
    created_at: string;
    updated_at: string;
    trashed_at: string | null;
    /** What was put into the trash, itself or a folder above it. */
    trash_id: string | null;
  };
  /** Each content once; what is stored under a hash always has its row here first. */
  file_contents: {
    sha256: string;
    size: number;
    references_count: number;
    /** Until then it stays without references, for an upload is about to refer to it. */
    wanted_until: string;
  };
  file_spaces: {
    user_id: string;
    used_bytes: number;
    /** Null for the quota of everybody. */
    quota_bytes: number | null;
  };
  file_uploads: {
    id: string;
    user_id: string;
    owner_id: string;
    parent_id: string | null;
    name: string;
    /** Null while it is unknown how long the body of a request is. */
    size: number | null;
    received: number;
    on_conflict: string;
    /** Known once all of it was read; from then on it may be in its place already. */
    sha256: string | null;
    created_at: string;
    expires_at: string;
  };
  file_upload_pieces: { upload_id: string; start: number; size: number; key: string };
  file_grants: {
    file_id: string;
    /** `user`, `role` or `everyone`. */
    subject: string;
    /** Empty for everyone. */
    subject_id: string;
    access: string;
  };
  file_links: {
    id: string;
    file_id: string;
    token_hash: string;
    password_hash: string | null;
    expires_at: string;
    max_downloads: number | null;
    downloads_count: number;
    created_by: string;
    created_at: string;
  };
}
