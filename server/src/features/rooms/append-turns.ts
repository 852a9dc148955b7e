import type { AppendedMessage, MessageRow } from './messages.repository.ts';

interface Waiting {
  message: AppendedMessage;
  resolve: (row: MessageRow) => void;
  reject: (error: unknown) => void;
}

const mostAtOnce = 100;

/**
 * Writes the messages of a room in turns: what comes while one transaction is on its way shares the next one, for a
 * room's numbers are held until a commit is on the disk, and a commit for each message would be the room's pace.
 */
export function createAppendTurns(insert: (messages: readonly AppendedMessage[]) => Promise<MessageRow[]>) {
  const rooms = new Map<string, Waiting[]>();

  /** One that cannot be written must not keep the others from it. */
  async function write(turn: readonly Waiting[]): Promise<void> {
    try {
      const rows = await insert(turn.map(({ message }) => message));
      for (const [at, row] of rows.entries()) turn[at]?.resolve(row);
    } catch (error) {
      if (turn.length === 1) turn[0]?.reject(error);
      else for (const one of turn) await write([one]);
    }
  }

  async function run(roomId: string, waiting: Waiting[]): Promise<void> {
    while (waiting.length > 0) await write(waiting.splice(0, mostAtOnce));
    rooms.delete(roomId);
  }

  return (message: AppendedMessage): Promise<MessageRow> =>
    new Promise((resolve, reject) => {
      const known = rooms.get(message.roomId);
      if (known) {
        known.push({ message, resolve, reject });
        return;
      }
      const waiting = [{ message, resolve, reject }];
      rooms.set(message.roomId, waiting);
      void run(message.roomId, waiting);
    });
}
