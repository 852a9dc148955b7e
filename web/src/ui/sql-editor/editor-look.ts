import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import type { Extension } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { tags } from '@lezer/highlight';

const colors = HighlightStyle.define([
  { tag: tags.keyword, color: 'var(--ant-color-link)', fontWeight: '600' },
  { tag: [tags.string, tags.special(tags.string)], color: 'var(--sx-brass)' },
  { tag: [tags.number, tags.bool, tags.null], color: 'light-dark(#531dab, #b98cf0)' },
  { tag: tags.comment, color: 'var(--ant-color-text-description)', fontStyle: 'italic' },
  { tag: [tags.typeName, tags.standard(tags.name)], color: 'var(--ant-green-7, #389e0d)' },
]);

const surface = EditorView.theme({
  '&': { fontSize: '13px', backgroundColor: 'transparent', color: 'var(--ant-color-text)' },
  '&.cm-focused': { outline: 'none' },
  '.cm-content': { fontFamily: 'var(--sx-mono)', padding: '8px 0', caretColor: 'var(--ant-color-text)' },
  '.cm-cursor': { borderLeftColor: 'var(--ant-color-text)' },
  '.cm-selectionBackground, &.cm-focused .cm-selectionBackground': {
    backgroundColor: 'var(--ant-control-item-bg-active-hover) !important',
  },
  '.cm-gutters': {
    color: 'var(--ant-color-text-tertiary)',
    backgroundColor: 'var(--ant-color-bg-container)',
    border: '0',
    fontFamily: 'var(--sx-mono)',
  },
  '.cm-activeLine': { backgroundColor: 'var(--ant-color-fill-quaternary)' },
  '.cm-activeLineGutter': { color: 'var(--ant-color-text)', backgroundColor: 'transparent' },
  '.cm-placeholder': { color: 'var(--ant-color-text-placeholder)' },
  '.cm-tooltip': {
    backgroundColor: 'var(--ant-color-bg-elevated)',
    color: 'var(--ant-color-text)',
    border: '1px solid var(--ant-color-border)',
    borderRadius: '6px',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul': { fontFamily: 'var(--sx-mono)', maxHeight: '16em' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li': { padding: '2px 6px' },
  '.cm-tooltip-autocomplete > ul > li[aria-selected]': {
    backgroundColor: 'var(--ant-control-item-bg-active)',
    color: 'var(--ant-color-text)',
  },
  '.cm-completionMatchedText': {
    color: 'var(--ant-color-link)',
    textDecoration: 'none',
    fontWeight: '600',
  },
  '.cm-completionDetail': { color: 'var(--ant-color-text-description)', fontStyle: 'normal' },
});

/** Colours from the theme's variables, so that light and dark need no switch here. */
export const editorLook: Extension = [syntaxHighlighting(colors), surface];

/** For an editor that fills its box and scrolls inside. */
export const fillingLook: Extension = EditorView.theme({
  '&': { height: '100%' },
  '.cm-scroller': { overflow: 'auto' },
});
