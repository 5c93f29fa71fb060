/** An answer, before it is sent. */
export type Reply = {
  status: number;
  contentType: string;
  body: Buffer;
  headers?: Record<string, string>;
};

/** An answer of Athena. */
export const jsonReply = (status: number, body: unknown): Reply => ({
  status,
  contentType: 'application/x-amz-json-1.1',
  body: Buffer.from(JSON.stringify(body)),
});

/** An answer of S3. */
export const xmlReply = (status: number, code: string, message: string): Reply => ({
  status,
  contentType: 'application/xml',
  body: Buffer.from(
    `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message></Error>`,
  ),
});
