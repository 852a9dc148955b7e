/** Addresses of the pages of 文件. */
export const filePaths = {
  mine: '/files',
  shared: '/files/shared',
  trash: '/files/trash',
  folder: (id: string) => `/files/folders/${encodeURIComponent(id)}`,
};
