import { expect, test } from 'vitest';
import { foldersIn, folderTree, type SavedQueryItem } from './folder-tree.ts';

function query(name: string, folder: string): SavedQueryItem {
  return {
    id: name,
    name,
    folder,
    description: '',
    connection_id: null,
    is_shared: false,
    version: 1,
    owner: 'admin',
    can_manage: true,
    created_at: '',
    updated_at: '',
  };
}

test('paths become folders, sorted as people count, with queries after folders', () => {
  const tree = folderTree([
    query('q10', 'Sales/Monthly'),
    query('q9', 'Sales/Monthly'),
    query('top', ''),
    query('b', 'Sales'),
    query('a', '财务'),
  ]);
  expect(tree.queries.map(({ name }) => name)).toEqual(['top']);
  const sales = tree.folders.find(({ name }) => name === 'Sales');
  expect(sales?.queries.map(({ name }) => name)).toEqual(['b']);
  expect(sales?.folders[0]?.path).toBe('Sales/Monthly');
  expect(sales?.folders[0]?.queries.map(({ name }) => name)).toEqual(['q9', 'q10']);
});

test('folders that only hold folders are named as well', () => {
  expect(foldersIn([query('x', 'a/b/c')])).toEqual(['a', 'a/b', 'a/b/c']);
});
