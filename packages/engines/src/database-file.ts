import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { EngineError } from './engine-error.ts';
import { errorCode } from './network-error.ts';

function fileError(en: string, zh: string, next: { en: string; zh: string }, cause?: unknown): EngineError {
  return new EngineError('unknown_database', en, { hint: { en: next.en, zh: `${zh}。${next.zh}` }, cause });
}

/** The absolute path of an existing file; rejects with code `unknown_database` and never makes one. */
export async function existingFile(path: string): Promise<string> {
  const absolute = resolve(path);
  const found = await stat(absolute).catch((error: unknown) => {
    if (errorCode(error) === 'EACCES') {
      const next = { en: 'Give the server read access to it.', zh: '请给服务器读取权限。' };
      throw fileError(`The file ${path} may not be read`, `没有权限读取文件 ${path}`, next, error);
    }
    const next = {
      en: 'Check the path; it is a path on the server.',
      zh: '请检查路径；这是服务器上的路径。',
    };
    throw fileError(`There is no file ${path}`, `文件 ${path} 不存在`, next, error);
  });
  if (found.isFile()) return absolute;
  const next = { en: 'Name the database file itself.', zh: '请填写数据库文件本身的路径。' };
  throw fileError(`${path} is not a file`, `${path} 不是文件`, next);
}
