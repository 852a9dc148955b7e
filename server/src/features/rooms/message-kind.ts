import type { Attachment, Card } from '@sextant/contract/room-messages';
import type { Principal } from '../../platform/auth/principal.ts';
import { invalid } from '../../platform/errors/app-error.ts';
import type { FilesService } from '../files/files.service.ts';
import type { OpenCard } from './cards.ts';
import type { AppendedMessage } from './messages.repository.ts';

export interface MessageInput {
  client_id?: string;
  content: string;
  reply_to_id?: string;
  file_id?: string;
  card?: Card;
}

/** Finds out what kind of message an input is, with what belongs to that kind; refuses what the sender may not see. */
export function createKindOfMessage(deps: { files: Pick<FilesService, 'require'>; openCard: OpenCard }) {
  const { files, openCard } = deps;
  return async (
    principal: Principal,
    input: MessageInput,
  ): Promise<Pick<AppendedMessage, 'kind' | 'payload' | 'fileId'>> => {
    if (input.file_id !== undefined) {
      const { row } = await files.require(principal, input.file_id, 'read');
      if (row.kind !== 'file')
        throw invalid('file_id', { zh: `「${row.name}」不是文件`, en: `"${row.name}" is no file` });
      const media_type = row.media_type ?? 'application/octet-stream';
      const attachment: Attachment = { file_id: row.id, name: row.name, bytes: row.size, media_type };
      const kind = media_type.startsWith('image/') ? 'image' : 'file';
      return { kind, payload: attachment, fileId: row.id };
    }
    if (input.card) {
      const { name } = await openCard(principal, input.card);
      return { kind: 'card', payload: { ...input.card, title: input.card.title || name } };
    }
    if (input.content.trim() === '') {
      throw invalid('content', {
        zh: '消息是空的，请写点什么或附上文件',
        en: 'The message is empty; write something or attach a file',
      });
    }
    return { kind: 'text', payload: null };
  };
}
