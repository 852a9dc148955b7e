import type {
  Attachment,
  Card,
  Person,
  RoomAnswer,
  RoomMessage,
  RoomNotice,
} from '@sextant/contract/room-messages';
import type { MessageRow, MessagesRepository, ReactionRow } from './messages.repository.ts';
import type { RoomPeople } from './room-people.ts';

const quotedLength = 100;

/** Shows messages as the API and the live events have them, with their senders, quotes and reactions. */
export function createMessageView(deps: { messages: MessagesRepository; people: RoomPeople }) {
  const { messages, people } = deps;

  async function quotesOf(rows: readonly MessageRow[]): Promise<Map<string, MessageRow>> {
    const byId = new Map(rows.map((row) => [row.id, row]));
    const wanted = new Set(rows.flatMap(({ reply_to_id: id }) => (id === null ? [] : [id])));
    const missing = [...wanted].filter((id) => !byId.has(id));
    const found = missing.length === 0 ? [] : await messages.findMany(missing);
    for (const row of found) byId.set(row.id, row);
    return byId;
  }

  async function reactionsOf(rows: readonly MessageRow[]): Promise<Map<string, ReactionRow[]>> {
    // What was just written has none yet.
    const changed = rows.filter((row) => row.changed_seq !== row.seq);
    if (changed.length === 0) return new Map();
    return Map.groupBy(await messages.reactions(changed.map(({ id }) => id)), (one) => one.message_id);
  }

  return {
    async present(rows: readonly MessageRow[]): Promise<RoomMessage[]> {
      const [quotes, reactions] = await Promise.all([quotesOf(rows), reactionsOf(rows)]);
      const senders = await people.get([...quotes.values()].map(({ sender_id }) => sender_id));
      return rows.map((row) =>
        presentMessage(row, {
          senders,
          quoted: row.reply_to_id === null ? undefined : quotes.get(row.reply_to_id),
          reactions: reactions.get(row.id) ?? [],
        }),
      );
    },
  };
}

export type MessageView = ReturnType<typeof createMessageView>;

/** The beginning of a message, on one line. */
export function beginningOf(content: string): string {
  const line = content
    .slice(0, quotedLength * 2)
    .replace(/\s+/g, ' ')
    .trim();
  return line.length > quotedLength ? `${line.slice(0, quotedLength - 1).toWellFormed()}…` : line;
}

function presentMessage(
  row: MessageRow,
  about: { senders: Map<string, Person>; quoted: MessageRow | undefined; reactions: readonly ReactionRow[] },
): RoomMessage {
  const { senders, quoted, reactions } = about;
  const sender = (one: MessageRow) => (one.sender_id === null ? null : (senders.get(one.sender_id) ?? null));
  const payload: unknown = row.payload === null ? null : JSON.parse(row.payload);
  return {
    id: row.id,
    number: row.number,
    room_id: row.room_id,
    seq: row.seq,
    changed_seq: row.changed_seq,
    kind: row.kind as RoomMessage['kind'],
    sender: sender(row),
    client_id: row.client_id,
    content: row.content,
    mentions: JSON.parse(row.mentions) as string[],
    attachment: row.kind === 'file' || row.kind === 'image' ? (payload as Attachment | null) : null,
    card: row.kind === 'card' ? (payload as Card | null) : null,
    answer: row.kind === 'answer' ? (payload as RoomAnswer | null) : null,
    notice: row.kind === 'notice' ? (payload as RoomNotice | null) : null,
    reply_to: quoted
      ? {
          id: quoted.id,
          sender_name: sender(quoted)?.display_name ?? null,
          content: beginningOf(quoted.content),
        }
      : null,
    reactions: [...Map.groupBy(reactions, ({ emoji }) => emoji)].map(([emoji, ones]) => ({
      emoji,
      user_ids: ones.map(({ user_id }) => user_id),
    })),
    created_at: row.created_at,
    edited_at: row.edited_at,
    deleted_at: row.deleted_at,
    pinned_at: row.pinned_at,
  };
}
