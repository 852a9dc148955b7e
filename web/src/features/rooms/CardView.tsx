import { CodeOutlined, FileOutlined, HistoryOutlined, SaveOutlined } from '@ant-design/icons';
import type { Card, RoomMessage } from '@sextant/contract/room-messages';
import { useMutation } from '@tanstack/react-query';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useNavigate } from 'react-router';
import { useTexts } from '../../lib/texts.ts';
import { workbenchPath, workbenchState } from '../../lib/workbench-link.ts';
import { useErrorMessage } from '../../ui/use-error-message.ts';
import styles from './CardView.module.css';
import { messageActs } from './rooms-queries.ts';
import { roomsTexts } from './rooms-texts.ts';

const icons: Record<Card['object'], ReactNode> = {
  result: <CodeOutlined />,
  saved_query: <SaveOutlined />,
  execution: <HistoryOutlined />,
  file: <FileOutlined />,
};

/** A pointer to a result, a saved query, an execution or a file; whoever opens it needs the right to see that. */
export function CardView({ message, card }: { message: RoomMessage; card: Card }) {
  const t = useTexts(roomsTexts);
  const navigate = useNavigate();
  const showError = useErrorMessage();
  const open = useMutation({
    mutationFn: () => messageActs(message).openCard(),
    onSuccess: ({ card: opened, link, name }) =>
      opened.object === 'result'
        ? navigate(workbenchPath, {
            state: workbenchState({ sql: opened.sql, connectionId: opened.connection_id, name }),
          })
        : navigate(link),
    onError: showError,
  });
  return (
    <div className={styles.card}>
      <div className={styles.head}>
        <span className={styles.icon}>{icons[card.object]}</span>
        <span className={styles.title}>
          <span className={styles.object}>{t(`card_${card.object}`)}</span>
          <strong>{card.title}</strong>
        </span>
        <Button size="small" loading={open.isPending} onClick={() => open.mutate()}>
          {t('open')}
        </Button>
      </div>
      {card.object === 'result' && <pre className={styles.sql}>{card.sql}</pre>}
    </div>
  );
}
