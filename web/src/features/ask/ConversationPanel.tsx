import { FormOutlined, SearchOutlined, StarFilled, StarOutlined } from '@ant-design/icons';
import { Button, Input, Skeleton } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { useTexts } from '../../lib/texts.ts';
import { useDebounced } from '../../lib/use-debounced.ts';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { useConversationList } from './ask-queries.ts';
import { askTexts } from './ask-texts.ts';
import { ConversationItem } from './ConversationItem.tsx';
import styles from './ConversationPanel.module.css';
import { dayGroupOf } from './group-by-day.ts';

interface Props {
  current: string | undefined;
  onNew: () => void;
  onOpen: () => void;
}

/** All conversations: search, favourites, by day, read on while scrolling. */
export function ConversationPanel({ current, onNew, onOpen }: Props) {
  const t = useTexts(askTexts);
  const [search, setSearch] = useState('');
  const [favoritesOnly, setFavoritesOnly] = useState(false);
  const list = useConversationList(useDebounced(search.trim()), favoritesOnly);
  const conversations = list.data?.pages.flatMap((page) => page.conversations) ?? [];
  const favoritesLabel = t('onlyFavorites');
  return (
    <div className={styles.panel}>
      <div className={styles.top}>
        <Button
          block
          icon={<FormOutlined />}
          onClick={() => {
            onNew();
            onOpen();
          }}
        >
          {t('newConversation')}
        </Button>
        <div className={styles.find}>
          <Input
            allowClear
            prefix={<SearchOutlined />}
            placeholder={t('searchConversations')}
            aria-label={t('searchConversations')}
            value={search}
            onChange={(event) => setSearch(event.target.value)}
          />
          <Button
            type="text"
            icon={favoritesOnly ? <StarFilled className={styles.star} /> : <StarOutlined />}
            aria-pressed={favoritesOnly}
            aria-label={favoritesLabel}
            title={favoritesLabel}
            onClick={() => setFavoritesOnly(!favoritesOnly)}
          />
        </div>
      </div>
      <div className={styles.scroll}>
        {list.isPending && (
          <Skeleton active title={false} paragraph={{ rows: 8 }} className={styles.skeleton} />
        )}
        {list.isError && <ErrorNotice error={list.error} onRetry={() => void list.refetch()} />}
        {list.isSuccess && conversations.length === 0 && (
          <p className={styles.empty}>
            {search !== '' || favoritesOnly ? t('noneFound') : t('noConversations')}
          </p>
        )}
        {conversations.map((conversation, at) => {
          const group = dayGroupOf(conversation.updated_at);
          const before = conversations[at - 1];
          const first = before === undefined || dayGroupOf(before.updated_at) !== group;
          return (
            <div key={conversation.id}>
              {first && <h2 className={styles.day}>{t(group)}</h2>}
              <ConversationItem
                conversation={conversation}
                current={conversation.id === current}
                onOpen={onOpen}
              />
            </div>
          );
        })}
        {list.hasNextPage && (
          <More
            loading={list.isFetchingNextPage}
            onReach={() => void list.fetchNextPage()}
            label={t('loadMore')}
          />
        )}
      </div>
    </div>
  );
}

/** Reads on when it comes into view; a button for those who do not scroll. */
function More({ loading, onReach, label }: { loading: boolean; onReach: () => void; label: string }) {
  const box = useRef<HTMLDivElement>(null);
  const reach = useRef(onReach);
  reach.current = onReach;
  useEffect(() => {
    if (box.current === null || loading) return;
    const observer = new IntersectionObserver(([entry]) => {
      if (entry?.isIntersecting) reach.current();
    });
    observer.observe(box.current);
    return () => observer.disconnect();
  }, [loading]);
  return (
    <div ref={box} className={styles.more}>
      <Button type="link" size="small" loading={loading} onClick={onReach}>
        {label}
      </Button>
    </div>
  );
}
