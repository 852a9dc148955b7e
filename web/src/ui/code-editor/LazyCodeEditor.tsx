import { lazy, Suspense } from 'react';
import type { CodeEditorProps } from './CodeEditor.tsx';
import styles from './LazyCodeEditor.module.css';

const Editor = lazy(async () => ({ default: (await import('./CodeEditor.tsx')).CodeEditor }));

/** The code editor in a frame of the given height (CSS), with the plain text in its place until it has loaded. */
export function LazyCodeEditor({ height, ...props }: CodeEditorProps & { height: string }) {
  return (
    <div className={styles.frame} style={{ height }}>
      <Suspense fallback={<pre className={styles.plain}>{props.value}</pre>}>
        <Editor {...props} />
      </Suspense>
    </div>
  );
}
