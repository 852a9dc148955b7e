import { DownloadOutlined, ImportOutlined, PlusOutlined, SyncOutlined } from '@ant-design/icons';
import {
  environmentSchema,
  type Instance,
  instanceEndpoints,
  instanceHealthSchema,
  instanceSortSchema,
} from '@sextant/contract/instances';
import { Button, Input, Select } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { callRaw } from '../../../lib/api-client.ts';
import { useMay } from '../../../lib/shared-queries.ts';
import { useTexts } from '../../../lib/texts.ts';
import { pageSize, useListAddress } from '../../../lib/use-list-address.ts';
import { ErrorNotice } from '../../../ui/ErrorNotice.tsx';
import { FilterBar } from '../../../ui/FilterBar.tsx';
import { PageFrame } from '../../../ui/PageFrame.tsx';
import { PageSkeleton } from '../../../ui/PageSkeleton.tsx';
import { useSaveResponse } from '../../../ui/use-save-response.ts';
import { governPaths } from '../govern-paths.ts';
import { useInstanceStatistics, useInstances, useInstanceTags } from '../govern-queries.ts';
import { governTexts } from '../govern-texts.ts';
import { SessionProgress } from '../sessions/SessionProgress.tsx';
import { useSessionActions } from '../sessions/use-session-actions.ts';
import { BulkBar } from './BulkBar.tsx';
import { ImportDialog } from './ImportDialog.tsx';
import { InstanceDrawer } from './InstanceDrawer.tsx';
import { InstancesFigures } from './InstancesFigures.tsx';
import { InstancesTable } from './InstancesTable.tsx';
import { instancesTexts } from './instances-texts.ts';

/** All instances with their health; search, filters, order and page stand in the address. */
export function InstancesPage() {
  const t = useTexts(instancesTexts);
  const mayCreate = useMay('create');
  const list = useListAddress(['environment', 'health', 'driver', 'tag', 'is_active', 'sort', 'order']);
  const { q, page, values, show, query } = list;
  const filter = {
    q: query.q,
    environment: environmentSchema.safeParse(values.environment).data,
    health: instanceHealthSchema.safeParse(values.health).data,
    driver: values.driver,
    tag: values.tag,
    is_active: values.is_active === 'true' || values.is_active === 'false' ? values.is_active : undefined,
  } as const;
  const sort = instanceSortSchema.safeParse(values.sort).data;
  const order = values.order === 'desc' ? ('desc' as const) : ('asc' as const);
  const instances = useInstances({ ...filter, sort, order, limit: query.limit, offset: query.offset });
  const [selected, setSelected] = useState<Instance[]>([]);
  const [edited, setEdited] = useState<Instance | null>(null);
  const [importing, setImporting] = useState(false);
  const [session, setSession] = useState<string | null>(null);
  const filtered = q !== '' || Object.values(filter).some((value) => value !== undefined);
  return (
    <PageFrame
      title={t('title')}
      description={t('description')}
      actions={
        <>
          <CheckAll onStart={setSession} />
          <ExportButton filter={filter} />
          {mayCreate && (
            <>
              <Button icon={<ImportOutlined />} onClick={() => setImporting(true)}>
                {t('import')}
              </Button>
              <Link to={governPaths.newConnection}>
                <Button type="primary" icon={<PlusOutlined />} tabIndex={-1}>
                  {t('add')}
                </Button>
              </Link>
            </>
          )}
        </>
      }
    >
      {session !== null && <SessionProgress id={session} onClose={() => setSession(null)} />}
      <InstancesFigures />
      <Filters q={q} values={values} show={show} />
      {selected.length > 0 && (
        <BulkBar selected={selected} onSession={setSession} onDone={() => setSelected([])} />
      )}
      {instances.isPending && <PageSkeleton />}
      {instances.isError && <ErrorNotice error={instances.error} onRetry={() => void instances.refetch()} />}
      {instances.data && (
        <InstancesTable
          instances={instances.data.instances}
          loading={instances.isPlaceholderData}
          empty={t(filtered ? 'noMatch' : 'empty')}
          pagination={{ current: page, pageSize, total: instances.data.total }}
          order={{ sort, order }}
          selected={selected}
          onSelect={setSelected}
          onChange={show}
          onEdit={setEdited}
        />
      )}
      {edited !== null && <InstanceDrawer instance={edited} onClose={() => setEdited(null)} />}
      {importing && <ImportDialog onClose={() => setImporting(false)} />}
    </PageFrame>
  );
}

function CheckAll({ onStart }: { onStart: (session: string) => void }) {
  const t = useTexts(instancesTexts);
  const mayRun = useMay('update');
  const { run } = useSessionActions();
  if (!mayRun) return null;
  return (
    <Button
      icon={<SyncOutlined />}
      loading={run.isPending}
      onClick={() => run.mutate({ kind: 'check_instances' }, { onSuccess: ({ id }) => onStart(id) })}
    >
      {t('checkAll')}
    </Button>
  );
}

function ExportButton({ filter }: { filter: Parameters<typeof useInstances>[0] }) {
  const g = useTexts(governTexts);
  const download = useSaveResponse();
  const load = () => callRaw(instanceEndpoints.export, { query: filter });
  return (
    <Button
      icon={<DownloadOutlined />}
      loading={download.isPending}
      onClick={() => download.mutate({ load, fileName: 'instances.csv' })}
    >
      {g('exportCsv')}
    </Button>
  );
}

interface FilterProps {
  q: string;
  values: { [N in 'environment' | 'health' | 'driver' | 'tag']: string | undefined };
  show: (
    change: Partial<Record<'q' | 'environment' | 'health' | 'driver' | 'tag', string | undefined>>,
  ) => void;
}

function Filters({ q, values, show }: FilterProps) {
  const t = useTexts(instancesTexts);
  const g = useTexts(governTexts);
  const drivers = useInstanceStatistics().data?.by_driver ?? [];
  const tags = useInstanceTags().data ?? [];
  const choice = (
    name: 'environment' | 'health' | 'driver' | 'tag',
    placeholder: string,
    options: { value: string; label: string }[],
  ) => (
    <Select
      allowClear
      aria-label={placeholder}
      placeholder={placeholder}
      value={values[name]}
      options={options}
      onChange={(value?: string) => show({ [name]: value })}
    />
  );
  return (
    <FilterBar>
      <Input.Search
        allowClear
        value={q}
        placeholder={t('searchHint')}
        aria-label={g('search')}
        onChange={(event) => show({ q: event.target.value })}
      />
      {choice(
        'health',
        t('allHealth'),
        instanceHealthSchema.options.map((value) => ({ value, label: g(value) })),
      )}
      {choice(
        'environment',
        t('allEnvironments'),
        environmentSchema.options.map((value) => ({ value, label: g(value) })),
      )}
      {choice(
        'driver',
        t('allEngines'),
        drivers.map(({ driver, count }) => ({ value: String(driver), label: `${driver} (${count})` })),
      )}
      {choice(
        'tag',
        t('allTags'),
        tags.map(({ name, count }) => ({ value: name, label: `${name} (${count})` })),
      )}
    </FilterBar>
  );
}
