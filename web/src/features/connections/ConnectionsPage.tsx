import { PlusOutlined } from '@ant-design/icons';
import { type Connection, connectionEndpoints } from '@sextant/contract/connections';
import { useQuery } from '@tanstack/react-query';
import { Button, Empty } from 'antd';
import { useMatch, useNavigate, useParams } from 'react-router';
import { call } from '../../lib/api-client.ts';
import { useConnections, useMay } from '../../lib/shared-queries.ts';
import { useTexts } from '../../lib/texts.ts';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { PageFrame } from '../../ui/PageFrame.tsx';
import { PageSkeleton } from '../../ui/PageSkeleton.tsx';
import { ConnectionDrawer } from './ConnectionDrawer.tsx';
import { ConnectionsTable } from './ConnectionsTable.tsx';
import { connectionsTexts } from './connections-texts.ts';
import { RightsDrawer } from './rights/RightsDrawer.tsx';
import { rightsPath } from './rights/rights-path.ts';

const home = '/settings/connections';

/** The list of connections; `…/new` and `…/<id>` open the form beside it, `…/<id>/rights` the rights of its login. */
export function ConnectionsPage() {
  const t = useTexts(connectionsTexts);
  const navigate = useNavigate();
  const { connectionId } = useParams();
  const showsRights = useMatch(rightsPath(connectionId ?? '')) !== null;
  const connections = useConnections();
  const mayCreate = useMay('create');
  const engines = useQuery({
    queryKey: ['engines'],
    queryFn: async ({ signal }) => (await call(connectionEndpoints.engines, { signal })).engines,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const edited = connections.data?.find(({ id }) => id === connectionId);
  const formOpen = connectionId === 'new' ? mayCreate : edited?.can_manage === true && !showsRights;
  return (
    <PageFrame
      title={t('title')}
      description={t('description')}
      actions={
        mayCreate && (
          <Button type="primary" icon={<PlusOutlined />} onClick={() => navigate(`${home}/new`)}>
            {t('add')}
          </Button>
        )
      }
    >
      {connections.isPending && <PageSkeleton />}
      {connections.isError && (
        <ErrorNotice error={connections.error} onRetry={() => void connections.refetch()} />
      )}
      {connections.data?.length === 0 && <Empty description={t('empty')} />}
      {connections.data && connections.data.length > 0 && (
        <ConnectionsTable
          connections={connections.data}
          labelOf={(driver) => engines.data?.find(({ id }) => id === driver)?.label ?? driver}
          onEdit={({ id }: Connection) => navigate(`${home}/${id}`)}
        />
      )}
      {edited && showsRights && (
        <RightsDrawer
          connection={edited}
          onEdit={() => navigate(`${home}/${edited.id}`)}
          onClose={() => navigate(home)}
        />
      )}
      {engines.data && formOpen && (
        <ConnectionDrawer
          key={connectionId}
          engines={engines.data}
          connection={edited ?? null}
          onClose={() => navigate(home)}
        />
      )}
    </PageFrame>
  );
}
