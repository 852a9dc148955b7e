import { roomEndpoints } from '@sextant/contract/rooms';
import { Button, Empty, Input, Modal, Skeleton, Tag } from 'antd';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { call } from '../../lib/api-client.ts';
import { useTexts } from '../../lib/texts.ts';
import { useDebounced } from '../../lib/use-debounced.ts';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { useErrorMessage } from '../../ui/use-error-message.ts';
import styles from './OpenRoomsDialog.module.css';
import { roomPath } from './rooms-paths.ts';
import { useOpenRooms, useRoomActions } from './rooms-queries.ts';
import { roomsTexts } from './rooms-texts.ts';

/** Public rooms and channels that one has not joined. */
export function OpenRoomsDialog({ onClose }: { onClose: () => void }) {
  const t = useTexts(roomsTexts);
  const navigate = useNavigate();
  const [q, setQ] = useState('');
  const found = useOpenRooms(useDebounced(q.trim()));
  const actions = useRoomActions();
  const showError = useErrorMessage();
  const join = (id: string) =>
    actions
      .run(() => call(roomEndpoints.join, { params: { id } }))
      .then(() => {
        onClose();
        void navigate(roomPath(id));
      }, showError);
  return (
    <Modal open title={t('openRooms')} footer={null} onCancel={onClose}>
      <Input.Search
        allowClear
        autoFocus
        value={q}
        placeholder={t('searchRooms')}
        aria-label={t('searchRooms')}
        onChange={(event) => setQ(event.target.value)}
      />
      {found.isError && <ErrorNotice error={found.error} onRetry={() => void found.refetch()} />}
      {found.isPending && <Skeleton active title={false} />}
      {found.data?.length === 0 && (
        <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('noOpenRooms')} />
      )}
      <ul className={styles.list}>
        {found.data?.map((room) => (
          <li key={room.id} className={styles.room}>
            <span className={styles.about}>
              <span>
                <bdi>{room.name}</bdi> <Tag>{t(`kind_${room.kind}`)}</Tag>
              </span>
              <span className={styles.description}>
                {[t('memberCount', { count: room.member_count }), room.description]
                  .filter(Boolean)
                  .join(' · ')}
              </span>
            </span>
            <Button disabled={actions.isPending} onClick={() => void join(room.id)}>
              {t('join')}
            </Button>
          </li>
        ))}
      </ul>
    </Modal>
  );
}
