import { fileEndpoints } from '@sextant/contract/files';
import { call } from '../../lib/api-client.ts';
import { ApiError } from '../../lib/api-error.ts';

const folderName = '聊天文件 Rooms';
const foldersRead = 500;

/** The folder of the own tree where files that are sent to rooms are kept; made when there is none. */
export async function roomFolder(): Promise<string> {
  return (await findFolder()) ?? makeFolder();
}

async function findFolder(): Promise<string | undefined> {
  const { entries } = await call(fileEndpoints.list, { query: { limit: foldersRead } });
  return entries.find(({ kind, name }) => kind === 'folder' && name === folderName)?.id;
}

async function makeFolder(): Promise<string> {
  try {
    return (await call(fileEndpoints.createFolder, { body: { name: folderName } })).id;
  } catch (error) {
    // Another tab may have made it in the same moment.
    const made = error instanceof ApiError && error.code === 'CONFLICT' ? await findFolder() : undefined;
    if (made === undefined) throw error;
    return made;
  }
}
