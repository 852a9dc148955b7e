import { questionMaxLength } from '@sextant/contract/chat';
import { App } from 'antd';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useLocation, useNavigate, useParams } from 'react-router';
import { usePreferences } from '../../lib/preferences.ts';
import { useTexts } from '../../lib/texts.ts';
import { useMedia, usePhone } from '../../lib/use-media.ts';
import { useStoredState } from '../../lib/use-stored-state.ts';
import { LazyDrawer } from '../../ui/LazyDrawer.tsx';
import styles from './AskPage.module.css';
import { AskToolbar } from './AskToolbar.tsx';
import { useThread } from './ask-queries.ts';
import { askTexts } from './ask-texts.ts';
import { Composer, type ComposerHandle } from './Composer.tsx';
import { ConversationPanel } from './ConversationPanel.tsx';
import { FileDrop } from './FileDrop.tsx';
import { ask, clearLiveExchange, newConversation, stopAsking, useLiveExchange } from './live-asks.ts';
import { SchemaExplorer } from './SchemaExplorer.tsx';
import { Thread } from './Thread.tsx';
import { useSources } from './use-sources.ts';

const preloadAfterMilliseconds = 1500;

/** The start page: conversations, the thread of one of them with the composer, and the schema beside. */
export function AskPage() {
  const t = useTexts(askTexts);
  const { message } = App.useApp();
  const { language } = usePreferences();
  const { conversationId } = useParams();
  const navigate = useNavigate();
  const phone = usePhone();
  const wide = useMedia('(min-width: 1200px)');
  const [listDrawer, setListDrawer] = useState(false);
  const [schemaDrawer, setSchemaDrawer] = useState(false);
  const [schemaOpen, setSchemaOpen] = useStoredState<boolean>('ask-schema-open', false);
  const composer = useRef<ComposerHandle>(null);
  const shown = useRef(conversationId);
  shown.current = conversationId;

  const thread = useThread(conversationId);
  const live = useLiveExchange(conversationId ?? newConversation);
  const sources = useSources(conversationId, thread.data);
  const exchanges = [...(thread.data?.exchanges ?? []), ...(live ? [live] : [])];
  const running = live?.answer.running ?? false;

  const { connection, model } = sources;
  const submit = useCallback(
    async (question: string) => {
      if (question.length > questionMaxLength) {
        void message.warning(t('tooLong', { length: question.length, max: questionMaxLength }));
        return;
      }
      const input = { query: question, language, connection_id: connection?.id, model: model?.id };
      const answered = await ask(input, conversationId);
      if (answered !== null && conversationId === undefined && shown.current === undefined) {
        void navigate(`/ask/${answered}`, { replace: true });
      }
    },
    [conversationId, connection, model, language, navigate, message, t],
  );
  useAskFromElsewhere(submit, sources.ready);
  usePreloadedAnswer();

  const startNew = () => {
    if (!running) clearLiveExchange(newConversation);
    setListDrawer(false);
    void navigate('/');
    composer.current?.focus();
  };
  const conversations = (
    <ConversationPanel current={conversationId} onNew={startNew} onOpen={() => setListDrawer(false)} />
  );
  const schema = (
    <SchemaExplorer connection={connection} onInsert={(name) => composer.current?.insert(name)} />
  );
  return (
    <FileDrop onImported={sources.chooseConnection}>
      {(pickFile) => (
        <div className={styles.page}>
          {phone ? (
            <LazyDrawer
              open={listDrawer}
              onClose={() => setListDrawer(false)}
              placement="left"
              size={300}
              title={t('conversations')}
              styles={{ body: { padding: 0 } }}
            >
              {conversations}
            </LazyDrawer>
          ) : (
            <aside className={styles.list} aria-label={t('conversations')}>
              {conversations}
            </aside>
          )}
          <section className={styles.middle}>
            <AskToolbar
              title={thread.data?.title ?? t('newConversation')}
              schemaOpen={wide && schemaOpen}
              onOpenList={phone ? () => setListDrawer(true) : undefined}
              onNew={phone ? startNew : undefined}
              onToggleSchema={() => (wide ? setSchemaOpen(!schemaOpen) : setSchemaDrawer(true))}
            />
            <Thread
              conversationId={conversationId}
              exchanges={exchanges}
              loading={thread.isLoading}
              error={thread.error}
              onRetry={() => void thread.refetch()}
              sources={sources}
              onAsk={(question) => void submit(question)}
              onEdit={(question) => composer.current?.set(question)}
              onStop={() => stopAsking(conversationId)}
              onPickFile={pickFile}
            />
            <Composer
              handle={composer}
              conversationKey={conversationId ?? newConversation}
              running={running}
              lastQuestion={exchanges.at(-1)?.question}
              sources={sources}
              onSubmit={(question) => void submit(question)}
              onStop={() => stopAsking(conversationId)}
              onPickFile={pickFile}
            />
          </section>
          {wide && schemaOpen && (
            <aside className={styles.schema} aria-label={t('schema')}>
              {schema}
            </aside>
          )}
          {!wide && (
            <LazyDrawer
              open={schemaDrawer}
              onClose={() => setSchemaDrawer(false)}
              size={phone ? '88vw' : 360}
              title={t('schema')}
              styles={{ body: { padding: 0 } }}
            >
              {schema}
            </LazyDrawer>
          )}
        </div>
      )}
    </FileDrop>
  );
}

/** Fetches what an answer is drawn with while the person is still typing. */
function usePreloadedAnswer(): void {
  useEffect(() => {
    const timer = setTimeout(() => {
      void import('./AnswerDetails.tsx');
      void import('./chart/ChartCanvas.tsx');
    }, preloadAfterMilliseconds);
    return () => clearTimeout(timer);
  }, []);
}

/** A question handed over by the command palette is asked once the connection is known. */
function useAskFromElsewhere(submit: (question: string) => Promise<void>, ready: boolean): void {
  const navigate = useNavigate();
  const { state, pathname } = useLocation();
  const question = (state as { ask?: string } | null)?.ask;
  useEffect(() => {
    if (question === undefined || !ready) return;
    void navigate(pathname, { replace: true, state: null });
    void submit(question);
  }, [question, ready, pathname, navigate, submit]);
}
