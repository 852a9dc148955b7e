import { closeBrackets, closeBracketsKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { bracketMatching, indentOnInput, indentUnit } from '@codemirror/language';
import { Compartment, EditorState, type Extension } from '@codemirror/state';
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  highlightSpecialChars,
  keymap,
  lineNumbers,
} from '@codemirror/view';
import { useEffect, useLayoutEffect, useRef } from 'react';
import { type Diagnostic, diagnosticsExtension, showDiagnostics } from '../sql-editor/diagnostics.ts';
import { editorLook, fillingLook } from '../sql-editor/editor-look.ts';
import { type CodeLanguage, scriptLanguage } from './script-language.ts';

export interface CodeEditorProps {
  value: string;
  language: CodeLanguage;
  /** Absent: the code can only be read. */
  onChange?: (value: string) => void;
  onSave?: () => void;
  /** A line (from 1) that is wrong: marked, and brought into view. */
  mark?: { line: number; message: string } | null;
  label: string;
}

/** CodeMirror for the code of scripts, as high as its box. Load it lazily: it is a chunk of its own. */
export function CodeEditor(props: CodeEditorProps) {
  const { value, language, mark = null } = props;
  const box = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const latest = useRef(props);
  latest.current = props;
  const syntax = useRef(new Compartment());

  useLayoutEffect(() => {
    if (box.current === null) return;
    const { value: doc, label, onChange } = latest.current;
    const editor = new EditorView({
      parent: box.current,
      state: EditorState.create({
        doc,
        extensions: [
          keymap.of([{ key: 'Mod-s', preventDefault: true, run: () => saved(latest.current.onSave) }]),
          onChange === undefined ? reading : writing,
          editorLook,
          fillingLook,
          diagnosticsExtension,
          syntax.current.of([]),
          EditorView.contentAttributes.of({ 'aria-label': label }),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) latest.current.onChange?.(update.state.doc.toString());
          }),
        ],
      }),
    });
    view.current = editor;
    return () => {
      editor.destroy();
      view.current = null;
    };
  }, []);

  useEffect(() => {
    const extension = [scriptLanguage(language), indentUnit.of(language === 'python' ? '    ' : '  ')];
    view.current?.dispatch({ effects: syntax.current.reconfigure(extension) });
  }, [language]);

  useEffect(() => {
    const editor = view.current;
    if (editor === null || editor.state.doc.toString() === value) return;
    editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: value } });
  }, [value]);

  useEffect(() => {
    if (view.current !== null) showMark(view.current, mark);
  }, [mark]);

  return <div ref={box} style={{ height: '100%' }} />;
}

function showMark(editor: EditorView, mark: CodeEditorProps['mark']): void {
  const isThere = mark && mark.line >= 1 && mark.line <= editor.state.doc.lines;
  if (!isThere) {
    showDiagnostics(editor, []);
    return;
  }
  const { from, to } = editor.state.doc.line(mark.line);
  const finding: Diagnostic = { from, to, severity: 'error', message: mark.message };
  showDiagnostics(editor, [finding]);
  editor.dispatch({ selection: { anchor: from }, effects: EditorView.scrollIntoView(from, { y: 'center' }) });
}

function saved(save: (() => void) | undefined): boolean {
  save?.();
  return save !== undefined;
}

const reading: Extension = [
  lineNumbers(),
  highlightSpecialChars(),
  drawSelection(),
  EditorState.readOnly.of(true),
];

const writing: Extension = [
  lineNumbers(),
  highlightActiveLine(),
  highlightActiveLineGutter(),
  highlightSpecialChars(),
  history(),
  drawSelection(),
  indentOnInput(),
  bracketMatching(),
  closeBrackets(),
  keymap.of([...closeBracketsKeymap, ...historyKeymap, ...defaultKeymap, indentWithTab]),
];
