import { Skeleton } from 'antd';
import { useEffect, useRef } from 'react';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import type { Exchange } from './answer.ts';
import { EmptyState } from './EmptyState.tsx';
import { ExchangeView } from './ExchangeView.tsx';
import styles from './Thread.module.css';
import type { Sources } from './use-sources.ts';

interface Props {
  conversationId: string | undefined;
  exchanges: Exchange[];
  loading: boolean;
  error: Error | null;
  onRetry: () => void;
  sources: Sources;
  onAsk: (question: string) => void;
  onEdit: (question: string) => void;
  onStop: () => void;
  onPickFile: () => void;
}

const nearBottomPixels = 120;
const gapAbovePixels = 12;

export function Thread(props: Props) {
  const { conversationId, exchanges, loading, error, sources, onAsk } = props;
  const scroller = useFollowing(conversationId, exchanges);
  return (
    <div ref={scroller} className={styles.scroller}>
      <div className={styles.column} role="log" aria-live="polite">
        {loading && <Skeleton active paragraph={{ rows: 6 }} />}
        {error !== null && <ErrorNotice error={error} onRetry={props.onRetry} />}
        {!loading && error === null && exchanges.length === 0 && (
          <EmptyState sources={sources} onAsk={onAsk} onPickFile={props.onPickFile} />
        )}
        {exchanges.map((exchange, at) => (
          <ExchangeView
            key={exchange.key}
            exchange={exchange}
            last={at === exchanges.length - 1}
            onAsk={onAsk}
            onEdit={props.onEdit}
            onStop={props.onStop}
            sources={sources}
          />
        ))}
      </div>
    </div>
  );
}

/**
 * Follows a new question and its growing answer until the question stands at the top, so that a long answer is read
 * from its beginning; stops when the reader scrolls up.
 */
function useFollowing(conversationId: string | undefined, exchanges: Exchange[]) {
  const scroller = useRef<HTMLDivElement>(null);
  const following = useRef(true);
  const newestKey = exchanges.at(-1)?.key;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another conversation or a new question starts at the end
  useEffect(() => {
    following.current = true;
    follow(scroller.current);
  }, [conversationId, newestKey]);
  useEffect(() => {
    const box = scroller.current;
    const content = box?.firstElementChild;
    if (box === null || !content) return;
    let lastTop = box.scrollTop;
    const onScroll = () => {
      // Growing content also fires scroll events: only moving up means that the reader wants to stay there.
      const movedUp = box.scrollTop < lastTop;
      const atBottom = box.scrollHeight - box.scrollTop - box.clientHeight < nearBottomPixels;
      if (atBottom) following.current = true;
      else if (movedUp) following.current = false;
      lastTop = box.scrollTop;
    };
    const observer = new ResizeObserver(() => {
      if (following.current) follow(box);
      lastTop = box.scrollTop;
    });
    observer.observe(content);
    box.addEventListener('scroll', onScroll, { passive: true });
    return () => {
      observer.disconnect();
      box.removeEventListener('scroll', onScroll);
    };
  }, []);
  return scroller;
}

function follow(box: HTMLDivElement | null): void {
  const newest = box?.querySelector<HTMLElement>('article:last-of-type');
  if (!box || !newest) return;
  const target = Math.min(box.scrollHeight - box.clientHeight, newest.offsetTop - gapAbovePixels);
  if (target > box.scrollTop) box.scrollTop = target;
}
