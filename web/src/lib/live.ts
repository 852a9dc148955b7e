import { apiPrefix } from '@sextant/contract/endpoint';
import type { ClientFrame, ServerFrame } from '@sextant/contract/live';
import { useEffect, useRef } from 'react';
import { accessToken, onSignOut } from './session.ts';

/** Where `liveSocketPath` and `liveCloseCodes` of the contract stand, told again so that the shell need not load their schemas. */
const path = `${apiPrefix}/ws`;
const shortestPause = 1_000;
const longestPause = 30_000;
/** Browsers hang up when none of what they offer is taken; the server takes this one and never the token. */
const protocol = 'sextant';
const pingEvery = 25_000;

type Listener = (frame: ServerFrame) => void;

const listeners = new Set<Listener>();
let socket: WebSocket | null = null;
let pause = shortestPause;
let timer: ReturnType<typeof setTimeout> | null = null;

/**
 * Hears what the server tells this tab: notifications, messages of rooms, who types. The socket opens with the first
 * listener, comes back by itself after a break, and each time begins with a `ready` frame.
 */
export function useLive(listener: Listener): void {
  const latest = useRef(listener);
  latest.current = listener;
  useEffect(() => listen((frame) => latest.current(frame)), []);
}

/** Sends a frame when the socket is open; tells whether it was. */
export function sendLive(frame: ClientFrame): boolean {
  if (socket?.readyState !== WebSocket.OPEN) return false;
  socket.send(JSON.stringify(frame));
  return true;
}

function listen(listener: Listener): () => void {
  listeners.add(listener);
  if (socket === null && timer === null) void connect();
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) disconnect();
  };
}

async function connect(): Promise<void> {
  timer = null;
  const token = await accessToken().catch(() => undefined);
  if (token === null || listeners.size === 0 || socket !== null) return;
  if (token === undefined) return connectLater();
  const opened = new WebSocket(new URL(path, window.location.href.replace(/^http/, 'ws')), [
    protocol,
    `bearer.${token}`,
  ]);
  socket = opened;
  const pinging = setInterval(() => sendLive({ type: 'ping' }), pingEvery);
  opened.onmessage = ({ data }) => {
    pause = shortestPause;
    const frame = JSON.parse(String(data)) as ServerFrame;
    for (const listener of listeners) listener(frame);
  };
  opened.onclose = () => {
    clearInterval(pinging);
    if (socket !== opened) return;
    socket = null;
    connectLater();
  };
}

function connectLater(): void {
  if (listeners.size === 0 || timer !== null) return;
  timer = setTimeout(() => void connect(), pause * (0.75 + Math.random() / 2));
  pause = Math.min(pause * 2, longestPause);
}

function disconnect(): void {
  if (timer !== null) clearTimeout(timer);
  timer = null;
  const open = socket;
  socket = null;
  open?.close();
}

/** A socket from before a break may look open for minutes. */
window.addEventListener('online', () => {
  if (listeners.size === 0) return;
  disconnect();
  pause = shortestPause;
  void connect();
});

onSignOut(() => {
  const open = socket;
  socket = null;
  open?.close();
});
