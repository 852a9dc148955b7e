import { AppError } from '../../../platform/errors/app-error.ts';
import { encodeFrame, encodeJson, type Frame } from './frames.ts';
import { overLimit } from './script-error.ts';
import { wrongFrame } from './script-frames.ts';

/** A file that came with a call. */
export interface CallFile {
  field: string;
  filename: string;
  content_type: string;
  content: Buffer;
}

/** What the server does for an extension at its request; what these throw is thrown in the extension. */
export interface ScriptServices {
  database(method: string, args: Record<string, unknown>): Promise<unknown>;
  files(method: string, args: Record<string, unknown>, content: Buffer | null): Promise<unknown>;
}

export interface ScriptAsk {
  id: number;
  service: keyof ScriptServices;
  method: string;
  args: Record<string, unknown>;
  /** Its content came before, under its id. */
  blob: boolean;
}

const pieceBytes = 1024 * 1024;
const maxHeldBytes = 64 * 1024 * 1024;

/** Sends bytes as blobs under an id. */
export async function sendBlob(
  send: (frame: Buffer) => Promise<void>,
  id: number,
  content: Buffer,
): Promise<void> {
  for (let at = 0; at < content.length; at += pieceBytes) {
    const piece = content.subarray(at, at + pieceBytes);
    const payload = Buffer.allocUnsafe(4 + piece.length);
    payload.writeUInt32LE(id, 0);
    payload.set(piece, 4);
    await send(encodeFrame('blob', payload));
  }
}

/** Gathers the bytes that a script sends, and answers what it asks for. */
export function createScriptAsks(deps: {
  services?: ScriptServices | undefined;
  send: (frame: Buffer) => Promise<void>;
}) {
  const { services, send } = deps;
  const blobs = new Map<number, Buffer[]>();
  let held = 0;

  function take(id: number): Buffer {
    const content = Buffer.concat(blobs.get(id) ?? []);
    blobs.delete(id);
    held -= content.length;
    return content;
  }

  async function ask({ service, method, args, blob, id }: ScriptAsk): Promise<unknown> {
    if (!services) throw new Error('Only an extension that is run may ask for this');
    const content = blob ? take(id) : null;
    return service === 'database' ? services.database(method, args) : services.files(method, args, content);
  }

  return {
    take,

    gather({ kind, payload }: Frame): void {
      if (payload.length < 4) throw wrongFrame(kind);
      const id = payload.readUInt32LE(0);
      held += payload.length - 4;
      if (held > maxHeldBytes) throw overLimit({ zh: '文件大小（64 MB）', en: 'room for files (64 MB)' });
      // A copy: the frame is a view of a larger piece.
      const piece = Buffer.from(payload.subarray(4));
      blobs.set(id, [...(blobs.get(id) ?? []), piece]);
    },

    async start(order: ScriptAsk): Promise<void> {
      try {
        const value = await ask(order);
        await send(encodeJson('answer', { id: order.id, error: null, value: value ?? null }));
      } catch (error) {
        await send(encodeJson('answer', { id: order.id, error: reasonOf(error), value: null }));
      }
    },
  };
}

function reasonOf(error: unknown): string {
  if (error instanceof AppError) return error.text.en;
  return error instanceof Error ? error.message : String(error);
}
