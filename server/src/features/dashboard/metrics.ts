import type { FastifyInstance } from 'fastify';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { LogStore } from '../../platform/log/log-store.ts';
import type { DashboardService } from './dashboard.service.ts';

const seconds = [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10];

/** `GET /metrics` in the format of Prometheus, for any sign-in or API key with `view`. */
export function createMetrics(deps: { dashboard: DashboardService; logStore: LogStore; version: string }) {
  const { dashboard, logStore, version } = deps;
  const registry = new Registry();
  const registers = [registry];
  const duration = new Histogram({
    name: 'sextant_http_request_duration_seconds',
    help: 'Requests by method, route and class of status',
    labelNames: ['method', 'route', 'status'] as const,
    buckets: seconds,
    registers,
  });
  const gauge = (name: string, help: string, labelNames: string[] = []) =>
    new Gauge({ name: `sextant_${name}`, help, labelNames, registers });
  const gauges = {
    info: gauge('info', 'The version that runs', ['version']),
    connections: gauge('connections', 'Connections'),
    instances: gauge('instances', 'Instances by health', ['health']),
    tasks: gauge('tasks', 'Tasks, all and active', ['state']),
    executions: gauge('executions_last_day', 'Executions of the last 24 hours by status', ['status']),
    tables: gauge('tables', 'Collected tables'),
    failingTables: gauge('tables_failing_checks', 'Collected tables whose checks fail'),
    users: gauge('users', 'Users, all and active', ['state']),
    alerts: gauge('alerts_firing', 'Alerts that fire'),
    queue: gauge('queue', 'Executions that wait or run', ['state']),
    oldest: gauge('queue_oldest_pending_seconds', 'How long the oldest execution that is due has waited'),
    disk: gauge('disk_bytes', 'The disk of the data folder', ['state']),
    database: gauge('database_response_seconds', 'How long the metadata database takes to answer'),
    databaseSize: gauge('database_size_bytes', 'The size of the metadata database'),
    databaseUp: gauge('database_up', '1 when the metadata database answers'),
    logs: gauge('log_entries', 'Log entries of this process since its start', ['state']),
  };
  const scrapes = new Counter({ name: 'sextant_scrapes_total', help: 'Answers of /metrics', registers });

  async function refresh(): Promise<void> {
    const [totals, status] = await Promise.all([dashboard.totals(), dashboard.status()]);
    gauges.info.set({ version }, 1);
    gauges.connections.set(totals.connections);
    for (const health of ['up', 'down', 'unknown'] as const) {
      gauges.instances.set({ health }, totals.instances[health]);
    }
    setPair(gauges.tasks, totals.tasks);
    if (totals.users) setPair(gauges.users, totals.users);
    for (const name of ['completed', 'failed', 'running', 'pending'] as const) {
      gauges.executions.set({ status: name }, totals.executions[name]);
    }
    gauges.tables.set(totals.tables.total);
    gauges.failingTables.set(totals.tables.failing_checks);
    gauges.alerts.set(totals.alerts.firing);
    gauges.queue.set({ state: 'running' }, status.queue.running);
    gauges.queue.set({ state: 'pending' }, status.queue.pending);
    gauges.oldest.set(status.queue.oldest_pending_seconds ?? 0);
    if (status.disk) {
      gauges.disk.set({ state: 'used' }, status.disk.used);
      gauges.disk.set({ state: 'total' }, status.disk.total);
    }
    gauges.database.set(status.database.response_ms / 1000);
    gauges.databaseUp.set(status.database.is_healthy ? 1 : 0);
    if (status.database.size_bytes !== null) gauges.databaseSize.set(status.database.size_bytes);
    for (const [state, count] of Object.entries(logStore.state())) gauges.logs.set({ state }, count);
  }

  return {
    register(app: FastifyInstance): void {
      app.addHook('onResponse', (request, reply, done) => {
        done();
        const route = request.routeOptions.url ?? 'unknown';
        const status = `${Math.floor(reply.statusCode / 100)}xx`;
        duration.observe({ method: request.method, route, status }, reply.elapsedTime / 1000);
      });
      app.get('/metrics', { config: { access: 'view' } }, async (_request, reply) => {
        await refresh();
        scrapes.inc();
        return reply.type(registry.contentType).send(await registry.metrics());
      });
    },
    start(): void {
      collectDefaultMetrics({ register: registry });
    },
    stop(): void {
      registry.clear();
    },
  };
}

function setPair(gauge: Gauge, { total, active }: { total: number; active: number }): void {
  gauge.set({ state: 'total' }, total);
  gauge.set({ state: 'active' }, active);
}
