import type { Credential } from '@sextant/contract/credentials';
import { Empty, Modal, Tag } from 'antd';
import { Link } from 'react-router';
import { useTexts } from '../../lib/texts.ts';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { PageSkeleton } from '../../ui/PageSkeleton.tsx';
import { useCredential } from './credentials-queries.ts';
import { credentialsTexts } from './credentials-texts.ts';

/** The connections whose login a credential is. */
export function UsedByDialog({ credential, onClose }: { credential: Credential; onClose: () => void }) {
  const t = useTexts(credentialsTexts);
  const used = useCredential(credential.id);
  return (
    <Modal open footer={null} title={t('useTitle', { name: credential.name })} onCancel={onClose}>
      {used.isPending && <PageSkeleton />}
      {used.isError && <ErrorNotice error={used.error} />}
      {used.data?.connections.length === 0 && <Empty description={t('notUsed')} />}
      <ul style={{ padding: 0, listStyle: 'none' }}>
        {used.data?.connections.map(({ id, name, driver }) => (
          <li key={id} style={{ padding: '4px 0' }}>
            <Link to={`/govern/instances/${encodeURIComponent(id)}`}>{name}</Link> <Tag>{driver}</Tag>
          </li>
        ))}
      </ul>
    </Modal>
  );
}
