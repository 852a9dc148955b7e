import type { Readable } from 'node:stream';

/** A part of an upload as the store keeps it; `key` is the store's own. */
export interface StagedPiece {
  start: number;
  size: number;
  key: string;
}

/**
 * Where the bytes of files are. Contents lie under their SHA-256 and never change; uploads lie beside them, piece by
 * piece, until they are kept or discarded. Failures of the disk keep their code (`ENOSPC`).
 */
export interface Storage {
  readonly kind: 'disk' | 's3';
  /** How much more fits; null when nobody knows. */
  freeBytes(): Promise<number | null>;
  /** Keeps a piece of an upload, safe when it resolves; gives the key to find it by. */
  writePiece(uploadId: string, start: number, chunks: readonly Buffer[]): Promise<string>;
  /** The pieces one after the other; they have no gaps. */
  readPieces(uploadId: string, pieces: readonly StagedPiece[]): Readable;
  /** Makes the pieces the content with this hash, whole or not at all; they are gone afterwards. */
  keep(uploadId: string, pieces: readonly StagedPiece[], sha256: string): Promise<void>;
  discard(uploadId: string, pieces: readonly StagedPiece[]): Promise<void>;
  has(sha256: string): Promise<boolean>;
  /** The bytes from `start` to `end`, both included. */
  open(sha256: string, range?: { start: number; end: number }): Promise<Readable>;
  /** Puts a content on the disk under a path, for programs that need a file; it may not be written to. */
  copyTo(sha256: string, path: string): Promise<void>;
  remove(sha256: string): Promise<void>;
  close(): Promise<void>;
}
