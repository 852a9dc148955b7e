import { dataFileExtensions } from '@sextant/contract/data-files';
import type { FilePreview } from '@sextant/contract/files';
import type { FileRow } from './files.repository.ts';
import { endingOf } from './media-type.ts';
import { isReadable } from './send-content.ts';

/** How a file is shown, by what it is and what it is called. */
export function previewKind(row: Pick<FileRow, 'name' | 'media_type'>): FilePreview['kind'] {
  const type = row.media_type ?? '';
  const ending = endingOf(row.name);
  if (type.startsWith('image/')) {
    return /^image\/(png|jpeg|gif|webp|avif|bmp|apng|svg\+xml|x-icon|vnd\.microsoft\.icon)$/.test(type)
      ? 'image'
      : 'none';
  }
  if (type === 'application/pdf') return 'pdf';
  if (type.startsWith('audio/')) return 'audio';
  if (type.startsWith('video/')) return 'video';
  if (dataFileExtensions.some((known) => known === ending)) return ending === 'json' ? 'text' : 'table';
  if (type === 'text/markdown' || ending === 'md' || ending === 'markdown') return 'markdown';
  return isReadable(type) ? 'text' : 'none';
}
