import { Button, Empty, Input, Skeleton } from 'antd';
import { useState } from 'react';
import { useTexts } from '../../lib/texts.ts';
import { useDebounced } from '../../lib/use-debounced.ts';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { MessageLinks } from './MessageLinks.tsx';
import { useRoomContext } from './room-context.ts';
import { useFoundMessages } from './rooms-queries.ts';
import { roomsTexts } from './rooms-texts.ts';

/** Search in the messages of the open room. */
export function FoundMessages() {
  const t = useTexts(roomsTexts);
  const { room } = useRoomContext();
  const [q, setQ] = useState('');
  const sought = useDebounced(q.trim());
  const found = useFoundMessages(sought, room.id);
  const messages = found.data?.pages.flatMap((page) => page.messages) ?? [];
  return (
    <>
      <Input.Search
        allowClear
        autoFocus
        value={q}
        placeholder={t('searchMessages')}
        aria-label={t('searchMessages')}
        onChange={(event) => setQ(event.target.value)}
      />
      {found.isError && <ErrorNotice error={found.error} onRetry={() => void found.refetch()} />}
      {sought !== '' && found.isPending && <Skeleton active title={false} />}
      {sought !== '' && found.isSuccess && messages.length === 0 && (
        <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('nothingFound')} />
      )}
      {sought !== '' && <MessageLinks messages={messages} />}
      {found.hasNextPage && (
        <Button
          block
          type="link"
          loading={found.isFetchingNextPage}
          onClick={() => void found.fetchNextPage()}
        >
          {t('older')}
        </Button>
      )}
    </>
  );
}
