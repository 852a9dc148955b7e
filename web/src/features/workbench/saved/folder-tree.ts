import type { SavedQuery } from '@sextant/contract/saved-queries';

/** A saved query as lists carry it. */
export type SavedQueryItem = Omit<SavedQuery, 'sql' | 'named_params'>;

/** A folder with what is in it; the top has an empty path. */
export interface Folder {
  path: string;
  name: string;
  folders: Folder[];
  queries: SavedQueryItem[];
}

const words = new Intl.Collator(['zh-CN', 'en'], { numeric: true });

/** The folders that the queries' paths spell, each level in the order of names. */
export function folderTree(queries: readonly SavedQueryItem[]): Folder {
  const top: Folder = { path: '', name: '', folders: [], queries: [] };
  for (const query of queries) {
    let folder = top;
    for (const name of query.folder === '' ? [] : query.folder.split('/')) {
      let next = folder.folders.find((one) => one.name === name);
      if (next === undefined) {
        next = { path: folder.path === '' ? name : `${folder.path}/${name}`, name, folders: [], queries: [] };
        folder.folders.push(next);
      }
      folder = next;
    }
    folder.queries.push(query);
  }
  sortFolder(top);
  return top;
}

function sortFolder(folder: Folder): void {
  folder.folders.sort((one, other) => words.compare(one.name, other.name));
  folder.queries.sort((one, other) => words.compare(one.name, other.name));
  for (const inner of folder.folders) sortFolder(inner);
}

/** Every folder's path, those that only hold folders included. */
export function foldersIn(queries: readonly SavedQueryItem[]): string[] {
  const paths: string[] = [];
  const visit = (folder: Folder) => {
    if (folder.path !== '') paths.push(folder.path);
    folder.folders.forEach(visit);
  };
  visit(folderTree(queries));
  return paths;
}
