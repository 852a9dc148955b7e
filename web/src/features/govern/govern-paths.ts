const under = (home: string, id: string, tab?: string) =>
  `${home}/${encodeURIComponent(id)}${tab === undefined ? '' : `/${tab}`}`;

/** Addresses of the pages of 治理, and of what they lead to. */
export const governPaths = {
  instances: '/govern/instances',
  instance: (id: string, tab?: string) => under('/govern/instances', id, tab),
  accounts: '/govern/accounts',
  accountsOf: (filter: Record<string, string>) => `/govern/accounts?${new URLSearchParams(filter)}`,
  classification: '/govern/classification',
  classificationTab: (tab: string) => `/govern/classification/${tab}`,
  batch: (id: string) => under('/govern/classification/batches', id),
  sessions: '/govern/sessions',
  session: (id: string) => under('/govern/sessions', id),
  newConnection: '/settings/connections/new',
  connection: (id: string) => under('/settings/connections', id),
  credentials: '/settings/credentials',
  tasks: '/collect/tasks',
};
