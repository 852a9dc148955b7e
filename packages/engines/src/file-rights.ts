import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { gradeRights, type LoginRights, type RightsReason } from './login-rights.ts';

const writableFile = {
  zh: '运行服务的系统账号可以写这个文件。Sextant 只以只读方式打开它，但去掉写权限更稳妥。',
  en: 'The account that runs the server may write this file. Sextant opens it read-only; taking the right away is safer still.',
};

async function isWritable(path: string): Promise<boolean> {
  return access(path, constants.W_OK).then(
    () => true,
    () => false,
  );
}

function processLogin(): string {
  try {
    return userInfo().username;
  } catch {
    // A container may run under a number that no account has.
    return `uid ${process.getuid?.() ?? '?'}`;
  }
}

function shellQuoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

function readOnlyScript(path: string): string {
  return [
    '# As an administrator: another account owns the file, and that of the server may only read it.',
    ['chown', `root:${process.getgid?.() ?? 0}`, shellQuoted(path)].join(' '),
    ['chmod', 'u=rw,g=r,o=', shellQuoted(path)].join(' '),
    '',
  ].join('\n');
}

/** What this process may do with a database file, which it only ever opens for reading. */
export async function fileRights(path: string): Promise<LoginRights> {
  const reasons: RightsReason[] = (await isWritable(path))
    ? [{ grade: 'writer', right: `write ${path}`, text: writableFile }]
    : [];
  return gradeRights(processLogin(), reasons, readOnlyScript(path));
}
