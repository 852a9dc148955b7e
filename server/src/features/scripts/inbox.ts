import { constants } from 'node:fs';
import { lstat, mkdir, open, opendir, realpath } from 'node:fs/promises';
import { basename, extname, join, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { dataFileExtensions } from '@sextant/contract/data-files';
import { AppError, invalid, notFound } from '../../platform/errors/app-error.ts';

/** A file that lies in the inbox. */
export interface InboxFile {
  /** Below the inbox, with `/`. */
  path: string;
  size: number;
  /** ISO time. */
  modified: string;
  /** False for what is no format of rows, and for what was written within the last seconds. */
  isReadable: boolean;
  isSettled: boolean;
}

const mostFiles = 10_000;
const settledAfterMs = 2000;
const longestPath = 1000;
const inboxThing = { zh: '收件箱里的文件', en: 'File in the inbox' };

/** The folder in which people put files for collecting: nothing outside of it is reached, links are not followed. */
export function createInbox(options: { folder: string }) {
  const { folder: root } = options;

  /** Where a path below the inbox really stands; refuses every step that is a link. */
  async function locate(path: string): Promise<string> {
    const steps = path.split('/').filter((step) => step !== '' && step !== '.');
    if (
      path.length > longestPath ||
      steps.some((step) => step === '..' || step.includes('\\') || step.includes('\0'))
    )
      throw outside(path);
    await mkdir(root, { recursive: true, mode: 0o700 });
    let place = await realpath(root);
    for (const step of steps) {
      place = join(place, step);
      const found = await lstat(place).catch(() => null);
      if (!found) throw notFound(inboxThing, path);
      if (found.isSymbolicLink()) throw isLink(path);
    }
    return place;
  }

  return {
    /** The files of a folder below the inbox, by name; those of deeper folders are not among them. */
    async files(folder: string): Promise<InboxFile[]> {
      const place = await locate(folder);
      if (!(await lstat(place)).isDirectory())
        throw invalid('folder', { zh: `「${folder}」不是文件夹`, en: `"${folder}" is no folder` });
      const below = folder.split('/').filter((step) => step !== '' && step !== '.');
      const found: InboxFile[] = [];
      for await (const entry of await opendir(place)) {
        if (!entry.isFile() || entry.name.startsWith('.')) continue;
        if (found.length === mostFiles) throw tooMany(folder);
        const { size, mtime } = await lstat(join(place, entry.name));
        found.push({
          path: [...below, entry.name].join('/'),
          size,
          modified: mtime.toISOString(),
          isReadable: isFormat(entry.name),
          isSettled: Date.now() - mtime.getTime() >= settledAfterMs,
        });
      }
      return found.sort((one, other) => (one.path < other.path ? -1 : 1));
    },

    /** A file of rows; `copyTo` takes what it is at that moment, and never what a link points to. */
    async file(path: string): Promise<{ name: string; copyTo: (target: string) => Promise<void> }> {
      const place = await locate(path);
      const name = basename(place);
      if (!isFormat(name)) throw unknownFormat(path);
      return {
        name,
        async copyTo(target) {
          const source = await open(place, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
          try {
            // A folder on the way may have become a link since.
            if (!(await source.stat()).isFile() || (await realpath(place)) !== place) throw isLink(path);
            const copy = await open(target, 'wx', 0o600);
            await pipeline(source.createReadStream({ autoClose: false }), copy.createWriteStream());
          } finally {
            await source.close();
          }
        },
      };
    },
  };
}

export type Inbox = ReturnType<typeof createInbox>;

function isFormat(name: string): boolean {
  return (dataFileExtensions as readonly string[]).includes(extname(name).slice(1).toLowerCase());
}

function outside(path: string): AppError {
  const shown = path.slice(0, 200).replaceAll(sep, '/');
  return invalid('path', {
    zh: `「${shown}」不在收件箱里；请写收件箱（数据目录的 inbox）之下的路径，用 / 分隔，不带 ..`,
    en: `"${shown}" is not in the inbox; give a path below it (inbox in the data folder), with / and without ..`,
  });
}

function isLink(path: string): AppError {
  return invalid('path', {
    zh: `「${path}」是符号链接，收件箱不跟随链接；请放入文件本身`,
    en: `"${path}" is a symbolic link, which the inbox does not follow; put the file itself there`,
  });
}

function unknownFormat(path: string): AppError {
  return new AppError('FILE_INVALID', {
    zh: `「${path}」不是可读的数据文件；可用：${dataFileExtensions.join('、')}`,
    en: `"${path}" is no file of rows; there are ${dataFileExtensions.join(', ')}`,
  });
}

function tooMany(folder: string): AppError {
  return invalid('folder', {
    zh: `「${folder}」里的文件超过 ${mostFiles} 个，请分到几个子文件夹`,
    en: `"${folder}" holds more than ${mostFiles} files; split it into several folders`,
  });
}
