/** Addresses of the pages of 扩展, and of what they lead to. */
export const extensionPaths = {
  all: '/extensions',
  one: (id: string, tab?: string) =>
    `/extensions/${encodeURIComponent(id)}${tab === undefined ? '' : `/${tab}`}`,
  newTaskFor: (id: string) => `/collect/tasks?${new URLSearchParams({ extension: id })}`,
};
