import { unauthorized } from '../../platform/errors/app-error.ts';
import type { SecretBox } from '../../platform/secrets/secret-box.ts';

const record = 'file-content-ticket';
const validMs = 6 * 3_600_000;

/** Whom a ticket lets read which file: a user, as long as they may, or whoever came by a link that still holds. */
export interface Ticket {
  fileId: string;
  userId: string | null;
  linkId: string | null;
}

/** Addresses of contents for what can send no token: images, players, the browser's own download. */
export function createContentTickets(secrets: SecretBox) {
  return {
    issue(ticket: Ticket, latest?: string): { ticket: string; expiresAt: string } {
      const until = new Date(Date.now() + validMs).toISOString();
      const expiresAt = latest !== undefined && latest < until ? latest : until;
      const { fileId, userId, linkId } = ticket;
      const plain = [fileId, userId ?? '', linkId ?? '', expiresAt].join('|');
      const sealed = secrets.seal(plain, record);
      return { ticket: Buffer.from(sealed).toString('base64url'), expiresAt };
    },

    /** Throws 401 for what was not issued here, and for what is over. */
    read(text: string): Ticket {
      const plain = open(secrets, text);
      const [fileId = '', userId = '', linkId = '', expiresAt = ''] = plain.split('|');
      if (expiresAt <= new Date().toISOString()) throw badTicket();
      return { fileId, userId: userId || null, linkId: linkId || null };
    },
  };
}

export type ContentTickets = ReturnType<typeof createContentTickets>;

function open(secrets: SecretBox, text: string): string {
  try {
    return secrets.open(Buffer.from(text, 'base64url').toString('utf8'), record);
  } catch {
    throw badTicket();
  }
}

function badTicket() {
  return unauthorized({
    zh: '这个内容地址无效或已过期，请重新打开文件',
    en: 'This address is not valid or has expired; open the file again',
  });
}
