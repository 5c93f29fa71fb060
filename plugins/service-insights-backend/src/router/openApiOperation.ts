import { z } from 'zod';
import type { openApiSchemas } from './openApiSchemas';

/** A part of an OpenAPI document. */
export type Json = Record<string, unknown>;

const errorDescriptions: Record<number, string> = {
  400: 'A parameter is wrong; the message names it and what is allowed',
  401: 'Nobody is signed in',
  403: 'The permission policy does not allow it',
  404: 'There is no such entity that you may read, or it is bound to no service; or no such dataset or run',
  500: 'Something went wrong; the message has a log id',
  503: 'It does not work at the moment; the message has a log id',
};

/** An operation of the API: what it takes, what it answers, and how it can fail. */
export function openApiOperation(
  operationId: string,
  summary: string,
  parts: {
    parameters?: Json[];
    body?: z.ZodType;
    answer: keyof typeof openApiSchemas;
    errors: number[];
  },
): Json {
  return {
    operationId,
    summary,
    ...(parts.parameters && { parameters: parts.parameters }),
    ...(parts.body && { requestBody: requestBody(parts.body) }),
    responses: {
      200: { description: 'The answer', content: jsonContent(parts.answer) },
      ...Object.fromEntries(
        [...parts.errors, 500, 503].map(status => [
          status,
          { description: errorDescriptions[status], content: jsonContent('ErrorResponse') },
        ]),
      ),
    },
  };
}

function requestBody(body: z.ZodType): Json {
  const { $schema, ...schema } = z.toJSONSchema(body, { io: 'input' });
  return { required: true, content: { 'application/json': { schema } } };
}

function jsonContent(name: keyof typeof openApiSchemas): Json {
  return { 'application/json': { schema: { $ref: `#/components/schemas/${name}` } } };
}

/** A URL's parameters: lists are separated by commas. */
export function queryParameters(schema: z.ZodObject): Json[] {
  const { properties = {} } = z.toJSONSchema(schema, { io: 'input' });
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: 'query',
    required: false,
    schema: property,
    ...(typeof property === 'object' &&
      property.type === 'array' && { style: 'form', explode: false }),
  }));
}
