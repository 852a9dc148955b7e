const pathOf: Record<string, (id: string) => string> = {
  account: (id) => `/govern/accounts/${id}`,
  alert: () => '/alerts',
  alert_channel: () => '/alerts/channels',
  alert_rule: () => '/alerts/rules',
  api_key: () => '/settings/profile/api-keys',
  connection: (id) => `/settings/connections/${id}`,
  execution: (id) => `/collect/executions/${id}`,
  extension: (id) => `/extensions/${id}`,
  instance: (id) => `/govern/instances/${id}`,
  log: () => '/logs',
  model: () => '/settings/models',
  room: (id) => `/rooms/${id}`,
  saved_query: (id) => `/workbench/queries/${id}`,
  script: (id) => `/collect/scripts/${id}`,
  sync_session: (id) => `/govern/sessions/${id}`,
  table: (id) => `/collect/tables/${id}`,
  task: () => '/collect/tasks',
  user: () => '/settings/users',
};

/** The page of an object that the audit trail names; null for what has none and for what was deleted. */
export function objectPath(type: string, id: string | null, action: string): string | null {
  if (id === null || action.endsWith('.deleted')) return null;
  return pathOf[type]?.(encodeURIComponent(id)) ?? null;
}
