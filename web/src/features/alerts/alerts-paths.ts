import type { AlertKind } from '@sextant/contract/alerts';

/** Addresses of the alerts, and of what an alert is about. */
export const alertsPaths = {
  tab: (tab: string) => (tab === 'alerts' ? '/alerts' : `/alerts/${tab}`),
  ofRule: (id: string) => `/alerts?${new URLSearchParams({ rule_id: id })}`,
  deliveriesOf: (id: string) => `/alerts/deliveries?${new URLSearchParams({ alert_id: id })}`,
};

export const placeOfKind: Record<AlertKind, string> = {
  instance_down: '/govern/instances?health=down',
  new_superuser: '/govern/accounts',
  task_failed: '/collect/executions?status=failed',
  table_stale: '/collect/tables',
  check_failed: '/collect/tables',
  disk_low: '/dashboard',
  error_rate: '/logs/errors',
};
