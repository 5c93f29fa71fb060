import type { Reply } from '../http/Reply';
import type { Fault } from './Fault';

/** An answer with what a fault does to its content. */
export function spoiled(reply: Reply, { kind }: Fault): Reply {
  if (reply.status !== 200) return reply;
  switch (kind) {
    case 'truncated':
      return { ...reply, body: reply.body.subarray(0, Math.floor(reply.body.length / 2)) };
    case 'emptyAnswer':
      return { ...reply, body: Buffer.from(isJson(reply) ? '{}' : '') };
    case 'html':
      return {
        ...reply,
        contentType: 'text/html',
        body: Buffer.from('<html><body>OK</body></html>'),
      };
    case 'wrongTypes':
      return rewritten(reply, wrongTypes);
    case 'shortRow':
      return rewritten(reply, withShortRow);
    case 'unprocessed':
      return rewritten(reply, withUnprocessed);
    default:
      return reply;
  }
}

function isJson(reply: Reply): boolean {
  return reply.contentType.includes('json');
}

function rewritten(reply: Reply, change: (body: unknown) => unknown): Reply {
  if (!isJson(reply)) return { ...reply, body: Buffer.from('\0\0\0') };
  const body: unknown = JSON.parse(reply.body.toString());
  return { ...reply, body: Buffer.from(JSON.stringify(change(body))) };
}

/** Texts become numbers, numbers lists, lists and objects below the top texts. */
function wrongTypes(body: unknown): unknown {
  if (!isRecord(body)) return body;
  return Object.fromEntries(
    Object.entries(body).map(([key, value]) => [
      key,
      isRecord(value) ? wrongMembers(value) : wrong(value),
    ]),
  );
}

function wrongMembers(value: Record<string, unknown>) {
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, wrong(member)]));
}

function wrong(value: unknown): unknown {
  if (typeof value === 'string') return 42;
  return typeof value === 'number' ? [value] : 'unexpected';
}

function withShortRow(body: unknown): unknown {
  if (!isRecord(body) || !isRecord(body.ResultSet)) return body;
  const rows = body.ResultSet.Rows;
  if (!Array.isArray(rows) || rows.length === 0) return body;
  const last: unknown = rows.at(-1);
  if (!isRecord(last) || !Array.isArray(last.Data)) return body;
  const short = { ...last, Data: last.Data.slice(0, -1) };
  return { ...body, ResultSet: { ...body.ResultSet, Rows: [...rows.slice(0, -1), short] } };
}

/** Half of the queries are left out, with the reason that Athena was busy. */
function withUnprocessed(body: unknown): unknown {
  if (!isRecord(body) || !Array.isArray(body.QueryExecutions)) return body;
  const all: unknown[] = body.QueryExecutions;
  const kept = all.slice(0, Math.floor(all.length / 2));
  const unprocessed = all.slice(kept.length).map(one => ({
    QueryExecutionId: isRecord(one) ? one.QueryExecutionId : undefined,
    ErrorCode: 'INTERNAL_SERVER_ERROR',
    ErrorMessage: 'Internal server error',
  }));
  return { ...body, QueryExecutions: kept, UnprocessedQueryExecutionIds: unprocessed };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
