import { type RefObject, useEffect, useRef } from 'react';
import { useLocation, useNavigate, useParams } from 'react-router';
import { useTexts } from '../../lib/texts.ts';
import { draftOfState } from '../../lib/workbench-link.ts';
import { AskLayout } from './AskLayout.tsx';
import { useThread } from './ask-queries.ts';
import { askTexts } from './ask-texts.ts';
import { Composer, type ComposerHandle } from './Composer.tsx';
import { ConversationPanel } from './ConversationPanel.tsx';
import { FileDrop } from './FileDrop.tsx';
import { clearUnanswered, newConversation, stopAsking, useLiveExchange } from './live-asks.ts';
import { SchemaExplorer } from './SchemaExplorer.tsx';
import { Thread } from './Thread.tsx';
import { useAsking } from './use-asking.ts';
import { type Sources, useSources } from './use-sources.ts';

const preloadAfterMilliseconds = 1500;

/** The start page: conversations, the thread of one of them with the composer, and the schema beside. */
export function AskPage() {
  const t = useTexts(askTexts);
  const { conversationId } = useParams();
  const navigate = useNavigate();
  const composer = useRef<ComposerHandle>(null);
  const thread = useThread(conversationId);
  const live = useLiveExchange(conversationId ?? newConversation);
  const sources = useSources(conversationId, thread.data);
  const submit = useAsking(conversationId, sources);
  usePreloadedAnswer();
  useDraftFromElsewhere(composer, sources);
  const exchanges = [...(thread.data?.exchanges ?? []), ...(live ? [live] : [])];
  const running = live?.answer.running ?? false;
  const stop = () => stopAsking(conversationId);
  const startNew = () => {
    clearUnanswered(newConversation);
    void navigate('/');
    composer.current?.focus();
  };
  const askAboutImported = (connectionId: string) => {
    sources.chooseConnection(connectionId);
    void navigate('/');
  };
  return (
    <FileDrop onImported={askAboutImported}>
      {(pickFile) => (
        <AskLayout
          title={thread.data?.title ?? t('newConversation')}
          onNew={startNew}
          list={(close) => <ConversationPanel current={conversationId} onNew={startNew} onOpen={close} />}
          schema={
            <SchemaExplorer
              connection={sources.connection}
              onInsert={(name) => composer.current?.insert(name)}
            />
          }
        >
          <Thread
            conversationId={conversationId}
            exchanges={exchanges}
            loading={thread.isLoading}
            error={thread.error}
            onRetry={() => void thread.refetch()}
            sources={sources}
            onAsk={submit}
            onEdit={(question) => composer.current?.set(question)}
            onStop={stop}
            onPickFile={pickFile}
          />
          <Composer
            handle={composer}
            conversationKey={conversationId ?? newConversation}
            running={running}
            lastQuestion={exchanges.at(-1)?.question}
            sources={sources}
            onSubmit={submit}
            onStop={stop}
            onPickFile={pickFile}
          />
        </AskLayout>
      )}
    </FileDrop>
  );
}

/** A beginning of a question handed over by the workbench goes into the composer, with its connection. */
function useDraftFromElsewhere(composer: RefObject<ComposerHandle | null>, sources: Sources): void {
  const navigate = useNavigate();
  const { state, pathname } = useLocation();
  const draft = draftOfState(state);
  const { ready, chooseConnection } = sources;
  // The state is gone only when the navigation is done, and choosing a connection draws the page anew before that.
  const taken = useRef<typeof draft>(null);
  useEffect(() => {
    if (draft === null || !ready || taken.current === draft) return;
    taken.current = draft;
    void navigate(pathname, { replace: true, state: null });
    chooseConnection(draft.connectionId);
    composer.current?.set(draft.question);
  }, [draft, ready, pathname, navigate, chooseConnection, composer]);
}

/** Fetches what an answer is drawn with while the person is still typing. */
function usePreloadedAnswer(): void {
  useEffect(() => {
    const timer = setTimeout(() => {
      void import('./AnswerDetails.tsx');
      void import('../../ui/chart/ChartCanvas.tsx');
    }, preloadAfterMilliseconds);
    return () => clearTimeout(timer);
  }, []);
}
