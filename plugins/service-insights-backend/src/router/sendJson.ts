import type express from 'express';

/** Written without express's own serialising and tagging: the text is ready, and must not be stored. */
export function sendJson(res: express.Response, text: string): void {
  res.setHeader('Content-Type', 'application/json; charset=utf-8');
  res.end(text);
}
