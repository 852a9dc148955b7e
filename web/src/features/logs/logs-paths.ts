/** Addresses of the log: a tab, or what a filter finds. */
export const logsPaths = {
  tab: (tab: string) => (tab === 'search' ? '/logs' : `/logs/${tab}`),
  found: (filter: Record<string, string>) => `/logs?${new URLSearchParams(filter)}`,
};
