import { AppError, notFound } from '../../platform/errors/app-error.ts';

const things = {
  conv: { zh: '对话', en: 'Conversation' },
  msg: { zh: '消息', en: 'Message' },
};
type Prefix = keyof typeof things;

/** `conv_…` and `msg_…` of the document are our ids without their hyphens. */
export function presentId(prefix: Prefix, id: string): string {
  const [uuid = '', mark = ''] = [id.slice(0, 36), id.slice(36)];
  return `${prefix}_${uuid.replaceAll('-', '')}${mark}`;
}

/** Our id of what `presentId` wrote; null when it cannot have written this. */
function readId(prefix: Prefix, text: string): string | null {
  const parts = new RegExp(`^${prefix}_(.{8})(.{4})(.{4})(.{4})([0-9a-f]{12})(-[a-z]+)?$`).exec(text);
  return parts && `${parts.slice(1, 6).join('-')}${parts[6] ?? ''}`;
}

/** Works on what an id of the document stands for; a 404 tells the id as the client wrote it. */
export async function withId<T>(prefix: Prefix, text: string, work: (id: string) => Promise<T>): Promise<T> {
  const id = readId(prefix, text);
  if (id === null) throw notFound(things[prefix], text);
  try {
    return await work(id);
  } catch (error) {
    const isIt = error instanceof AppError && error.code === 'NOT_FOUND' && error.details.id === id;
    throw isIt ? notFound(things[prefix], text) : error;
  }
}
