import type { Generated } from 'kysely';

/** What people are told and what they tell each other. */
export interface RoomsTables {
  notifications: {
    number: Generated<number>;
    id: string;
    user_id: string;
    /** The same for all that one call made. */
    batch_id: string;
    kind: string;
    /** JSON of a `Text`, as `body` is. */
    title: string;
    body: string;
    link: string | null;
    created_at: string;
    read_at: string | null;
  };
  rooms: {
    number: Generated<number>;
    id: string;
    kind: string;
    name: string;
    description: string;
    /** The ids of the two people of a private room, in order. */
    pair: string | null;
    connection_id: string | null;
    members_may_invite: number;
    created_by: string | null;
    /** Counts what happened to its messages; each change takes the next number. */
    last_seq: number;
    last_message_at: string;
    created_at: string;
  };
  room_members: {
    room_id: string;
    user_id: string;
    role: string;
    is_muted: number;
    is_silent: number;
    last_read_seq: number;
    joined_at: string;
  };
  room_messages: {
    number: Generated<number>;
    id: string;
    room_id: string;
    seq: number;
    changed_seq: number;
    sender_id: string | null;
    client_id: string | null;
    kind: string;
    content: string;
    /** JSON list of user ids, and `all`. */
    mentions: string;
    /** JSON of an attachment, a card, an answer or a notice, as `kind` says. */
    payload: string | null;
    /** The attached file, for whoever asks who may read it. */
    file_id: string | null;
    reply_to_id: string | null;
    created_at: string;
    edited_at: string | null;
    deleted_at: string | null;
    pinned_at: string | null;
  };
  room_reactions: { message_id: string; user_id: string; emoji: string; created_at: string };
}
