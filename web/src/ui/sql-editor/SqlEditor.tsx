import {
  acceptCompletion,
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  closeCompletion,
  completionKeymap,
} from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { sql } from '@codemirror/lang-sql';
import { bracketMatching, indentOnInput } from '@codemirror/language';
import { Compartment, EditorState, type Extension, Prec } from '@codemirror/state';
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  highlightSpecialChars,
  type KeyBinding,
  keymap,
  lineNumbers,
  placeholder as placeholderText,
} from '@codemirror/view';
import { type Ref, useEffect, useImperativeHandle, useLayoutEffect, useRef } from 'react';
import { type Diagnostic, diagnosticsExtension, showDiagnostics } from './diagnostics.ts';
import { flavourOf } from './dialects.ts';
import { editorHandle, type SqlEditorHandle } from './editor-handle.ts';
import { editorLook, fillingLook } from './editor-look.ts';
import { emptyCatalog, type SqlCatalog } from './sql-catalog.ts';
import { sqlCompletion } from './sql-completion.ts';

/** Keys beyond those of every editor, by CodeMirror's names (`Mod-s`); they take precedence. */
export type EditorKeys = Record<string, () => void>;

export interface SqlEditorProps {
  value: string;
  onChange?: (value: string) => void;
  readOnly?: boolean;
  /** The connection's driver, for keywords, functions and quoting. */
  driver?: string;
  /** Tables and their columns, offered while typing. */
  catalog?: SqlCatalog;
  diagnostics?: readonly Diagnostic[];
  onRun?: () => void;
  onCancel?: () => void;
  keys?: EditorKeys;
  /** Where the cursor stands at first, and a call whenever it moves. */
  cursor?: number;
  onCursor?: (cursor: number) => void;
  label: string;
  placeholder?: string;
  autoFocus?: boolean;
  /** Line numbers, and the whole height of its box. */
  filling?: boolean;
  /** Breaks long lines in a filling editor too. */
  wrapping?: boolean;
  handle?: Ref<SqlEditorHandle>;
}

const noDiagnostics: readonly Diagnostic[] = [];

/** CodeMirror with SQL. Load it lazily: it is a chunk of its own. */
export function SqlEditor(props: SqlEditorProps) {
  const { value, readOnly = false, driver, catalog = emptyCatalog, diagnostics = noDiagnostics } = props;
  const box = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const latest = useRef(props);
  latest.current = props;
  const parts = useRef({ language: new Compartment(), access: new Compartment() });

  // Before painting, and before the handle below is given out.
  useLayoutEffect(() => {
    if (box.current === null) return;
    const { language, access } = parts.current;
    const first = latest.current;
    const editor = new EditorView({
      parent: box.current,
      state: EditorState.create({
        doc: first.value,
        selection: { anchor: Math.min(first.cursor ?? 0, first.value.length) },
        extensions: [
          Prec.highest(keymap.of(ownKeys(latest))),
          editing,
          first.filling ? filling : [],
          first.filling && !first.wrapping ? [] : EditorView.lineWrapping,
          first.placeholder === undefined ? [] : placeholderText(first.placeholder),
          language.of([]),
          access.of([]),
          EditorView.contentAttributes.of({ 'aria-label': first.label }),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) latest.current.onChange?.(update.state.doc.toString());
            if (update.selectionSet) latest.current.onCursor?.(update.state.selection.main.head);
          }),
        ],
      }),
    });
    view.current = editor;
    if (first.autoFocus) editor.focus();
    return () => {
      editor.destroy();
      view.current = null;
    };
  }, []);

  useImperativeHandle(props.handle, () => editorHandle(view.current!, () => latest.current.driver), []);

  useEffect(() => {
    const extension = [
      sql({ dialect: flavourOf(driver).dialect }).language,
      autocompletion({ override: [sqlCompletion(driver, catalog)], icons: false }),
    ];
    view.current?.dispatch({ effects: parts.current.language.reconfigure(extension) });
  }, [driver, catalog]);

  useEffect(() => {
    const extension = [EditorState.readOnly.of(readOnly), EditorView.editable.of(!readOnly)];
    view.current?.dispatch({ effects: parts.current.access.reconfigure(extension) });
  }, [readOnly]);

  useEffect(() => {
    const editor = view.current;
    if (editor === null || editor.state.doc.toString() === value) return;
    editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: value } });
  }, [value]);

  useEffect(() => {
    if (view.current !== null) showDiagnostics(view.current, diagnostics);
  }, [diagnostics]);

  return <div ref={box} style={props.filling ? { height: '100%' } : undefined} />;
}

function ownKeys(latest: { readonly current: SqlEditorProps }): KeyBinding[] {
  const extra = Object.keys(latest.current.keys ?? {}).map((key): KeyBinding => {
    return { key, preventDefault: true, run: () => handled(latest.current.keys?.[key]) };
  });
  return [
    ...extra,
    {
      key: 'Mod-Enter',
      run: (target) => {
        closeCompletion(target);
        return handled(latest.current.onRun);
      },
    },
    // An open list of completions takes the first Esc.
    { key: 'Escape', run: (target) => closeCompletion(target) || handled(latest.current.onCancel) },
  ];
}

function handled(action: (() => void) | undefined): boolean {
  action?.();
  return action !== undefined;
}

const filling: Extension = [fillingLook, lineNumbers(), highlightActiveLine(), highlightActiveLineGutter()];

const editing: Extension = [
  highlightSpecialChars(),
  history(),
  drawSelection(),
  indentOnInput(),
  bracketMatching(),
  closeBrackets(),
  diagnosticsExtension,
  editorLook,
  // Before indenting: Tab takes the completion that is offered.
  keymap.of([{ key: 'Tab', run: acceptCompletion }]),
  keymap.of([...closeBracketsKeymap, ...completionKeymap, ...historyKeymap, ...defaultKeymap, indentWithTab]),
];
